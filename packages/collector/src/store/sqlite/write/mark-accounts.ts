import type { WriteContext } from "./write-context.ts";

/** Marks accounts as a whole for the job that keeps milestones: what is everybody's there has news. */
export function createMarkAccounts({ database, ids }: WriteContext) {
  const mark = database.prepare(
    "INSERT INTO dirty_members (account, user) VALUES (?, 0) ON CONFLICT DO UPDATE SET taken = 0 WHERE taken <> 0",
  );
  return (accounts: readonly string[]): void => {
    for (const key of accounts) {
      const account = ids.accounts.find(key);
      if (account !== undefined) mark.run(account);
    }
  };
}
