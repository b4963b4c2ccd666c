import type { PremiumMark } from "../../premium-marks.ts";
import { createAccountChanges } from "./account-changes.ts";
import type { WriteContext } from "./write-context.ts";

/** Marks accounts to be watched. */
export function createMarkPremium({ database, ids }: WriteContext) {
  const changes = createAccountChanges({ database });
  const mark = database.prepare("UPDATE accounts SET premium = ?1 WHERE id = ?2 AND premium <> ?1");
  const audit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, ?, ?)");

  return ({ accounts, premium, actor, atMs }: PremiumMark): readonly string[] => {
    const keys = [...new Set(accounts)];
    const unknown = keys.filter((key) => ids.accounts.find(key) === undefined);
    if (unknown.length > 0) return unknown;
    for (const key of keys) {
      const account = ids.accounts.find(key) ?? 0;
      if (mark.run(Number(premium), account).changes === 0) continue;
      changes.account(account);
      audit.run(atMs, actor, premium ? "account.premium" : "account.notPremium", JSON.stringify({ account: key }));
    }
    return [];
  };
}
