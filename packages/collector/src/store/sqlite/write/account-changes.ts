import type { WriteContext } from "./write-context.ts";

/** Notes that something of accounts has changed by other ways than what browsers send. */
export interface AccountChanges {
  /** Of one account, by its integer. */
  account(account: number): void;
  /** Of every account that somebody belongs to, by the integer of the user. */
  user(user: number): void;
}

/** Prepares the statements on a connection. */
export function createAccountChanges({ database }: Pick<WriteContext, "database">): AccountChanges {
  const more = "UPDATE accounts SET changes = changes + 1 WHERE id";
  const ofAccount = database.prepare(`${more} = ?`);
  const ofUser = database.prepare(`${more} IN (SELECT account FROM members WHERE user = ?)`);
  return {
    account: (account) => void ofAccount.run(account),
    user: (user) => void ofUser.run(user),
  };
}
