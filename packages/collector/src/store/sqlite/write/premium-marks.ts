import type { PremiumMark } from "../../premium-marks.ts";
import { createAccountChanges } from "./account-changes.ts";
import { createSetPremium } from "./set-premium.ts";
import type { WriteContext } from "./write-context.ts";

/** Marks accounts to be watched. */
export function createMarkPremium({ database, ids }: WriteContext) {
  const changes = createAccountChanges({ database });
  const setPremium = createSetPremium({ database });

  return ({ accounts, premium, actor, atMs }: PremiumMark): readonly string[] => {
    const keys = [...new Set(accounts)];
    const unknown = keys.filter((key) => ids.accounts.find(key) === undefined);
    if (unknown.length > 0) return unknown;
    for (const key of keys) {
      const id = ids.accounts.find(key) ?? 0;
      if (setPremium({ id, key }, premium, { actor, atMs })) changes.account(id);
    }
    return [];
  };
}
