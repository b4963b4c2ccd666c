import type { WriteContext } from "./write-context.ts";

/** The key of whoever acts where the host names nobody. */
const NOBODY = "";

/** The integers of somebody of whom the host tells, from now on known in the account. Nobody: the account as a whole. */
export function createTellMember({ database, ids }: WriteContext) {
  const tell = database.prepare("UPDATE members SET told = 1 WHERE account = ? AND user = ? AND told = 0");
  return (accountKey: string, userKey: string | undefined): { readonly account: number; readonly user: number } => {
    const account = ids.accounts.intern(accountKey);
    const user = ids.users.intern(userKey ?? NOBODY);
    ids.members.ensure(account, user);
    if (userKey !== undefined) tell.run(account, user);
    return { account, user };
  };
}
