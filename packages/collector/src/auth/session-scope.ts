import { ALL_ACCOUNTS, type AccountScope } from "../domain/account-scope.ts";
import type { Facts } from "../store/facts.ts";
import type { SessionIdentity } from "../store/records.ts";

/** Tells which accounts exist for whoever is signed in. */
export type ScopeOf = (session: SessionIdentity) => Promise<AccountScope>;

/**
 * Admins see every account, and so do viewers, who change nothing. A customer success manager sees the accounts that are
 * assigned to them, in whatever role, and those that nobody looks after, so that none is overlooked.
 */
export function createScopeOf(facts: Pick<Facts, "accountsSeenBy">): ScopeOf {
  return async ({ role, name }) =>
    role === "csm" ? { kind: "only", accounts: await facts.accountsSeenBy(name) } : ALL_ACCOUNTS;
}
