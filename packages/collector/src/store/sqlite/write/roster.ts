import type { SQLInputValue } from "node:sqlite";
import type { AccountWrite, AssetWrite, UserWrite } from "../../facts.ts";
import type { WriteContext } from "./write-context.ts";

const ASSET_COLUMNS = ["name", "created_at_ms", "configured", "runs", "last_run_at_ms", "deleted_at_ms"];

/** Writes what the host says about accounts, users and assets. A field that is absent stays as it was. */
export function createRoster(context: WriteContext) {
  const { database, ids } = context;
  const putAccount = database.prepare("UPDATE accounts SET in_roster = 1 WHERE id = ?");
  const putUser = database.prepare("UPDATE users SET in_roster = 1 WHERE id = ?");
  const putMember = database.prepare("UPDATE members SET in_roster = 1 WHERE account = ? AND user = ?");
  const leaveAll = database.prepare("UPDATE members SET in_roster = 0 WHERE user = ?");
  const putAsset = database.prepare("INSERT OR IGNORE INTO assets (account, type, key) VALUES (?, ?, ?)");
  const setters = {
    accounts: createSetters(context, "accounts", "id = ?", ["name", "plan", "created_at_ms", "churned_at_ms"]),
    users: createSetters(context, "users", "id = ?", ["name", "role", "created_at_ms"]),
    assets: createSetters(context, "assets", "account = ? AND type = ? AND key = ?", ASSET_COLUMNS),
  };
  return {
    putAccounts(rows: readonly AccountWrite[]): void {
      for (const { id, name, plan, createdAt, churnedAt } of rows) {
        const account = ids.accounts.intern(id);
        putAccount.run(account);
        setters.accounts({ name, plan, created_at_ms: createdAt, churned_at_ms: churnedAt }, account);
      }
    },
    putUsers(rows: readonly UserWrite[]): void {
      for (const { id, accounts, name, role, createdAt } of rows) {
        const user = ids.users.intern(id);
        putUser.run(user);
        setters.users({ name, role, created_at_ms: createdAt }, user);
        if (accounts === undefined) continue;
        leaveAll.run(user);
        for (const key of accounts) {
          const account = ids.accounts.intern(key);
          ids.members.ensure(account, user);
          putMember.run(account, user);
        }
      }
    },
    putAssets(rows: readonly AssetWrite[]): void {
      for (const { id, account, type, name, createdAt, configured, runs, lastRunAt, deletedAt } of rows) {
        const key = [ids.accounts.intern(account), type, id] as const;
        putAsset.run(...key);
        const isConfigured = configured === undefined ? undefined : Number(configured);
        const times = { created_at_ms: createdAt, last_run_at_ms: lastRunAt, deleted_at_ms: deletedAt };
        setters.assets({ name, runs, configured: isConfigured, ...times }, ...key);
      }
    },
  };
}

/** One statement a column: sets those that are given, null too, and leaves the others. */
function createSetters(
  { database }: WriteContext,
  table: "accounts" | "users" | "assets",
  key: string,
  columns: readonly string[],
) {
  const statements = columns.map(
    (column) => [column, database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${key}`)] as const,
  );
  return (
    values: Readonly<Record<string, SQLInputValue | undefined>>,
    ...keyValues: readonly SQLInputValue[]
  ): void => {
    for (const [column, statement] of statements) {
      const value = values[column];
      if (value !== undefined) statement.run(value, ...keyValues);
    }
  };
}
