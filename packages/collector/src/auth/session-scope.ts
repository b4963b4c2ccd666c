import { ALL_ACCOUNTS, type AccountScope } from "../domain/account-scope.ts";
import type { Facts } from "../store/facts.ts";
import type { SessionIdentity } from "../store/records.ts";

/** Tells which accounts exist for whoever is signed in. */
export type ScopeOf = (session: SessionIdentity) => Promise<AccountScope>;

/**
 * Admins see every account, and so do viewers, who change nothing. A customer success manager sees the accounts that are
 * assigned to them, in whatever role, and those that nobody looks after, so that none is overlooked.
 */
export function createScopeOf(facts: Pick<Facts, "accounts">): ScopeOf {
  return async ({ role, name }) => {
    if (role !== "csm") return ALL_ACCOUNTS;
    const own = (await facts.accounts(ALL_ACCOUNTS)).filter(({ assignments }) => {
      const assignees = Object.values(assignments);
      return assignees.length === 0 || assignees.includes(name);
    });
    return { kind: "only", accounts: own.map(({ id }) => id) };
  };
}
