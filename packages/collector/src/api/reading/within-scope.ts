import type { AccountScope } from "../../domain/account-scope.ts";

/** Whether a scope is of these accounts and no others, so that a look at it is one at them. */
export function isSameScope(scope: AccountScope, accounts: readonly string[]): boolean {
  return (
    scope.kind === "only" &&
    scope.accounts.length === accounts.length &&
    scope.accounts.every((account, index) => account === accounts[index])
  );
}

/** Those of some accounts that a scope has. */
export function withinScope(scope: AccountScope, accounts: readonly string[]): readonly string[] {
  if (scope.kind === "all") return accounts;
  const visible = new Set(scope.accounts);
  return accounts.filter((account) => visible.has(account));
}
