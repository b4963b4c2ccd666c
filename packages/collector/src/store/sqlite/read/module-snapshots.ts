import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type { ModuleTargetRow, SnapshotRow, SnapshotsQuery } from "../../module-snapshots.ts";
import type { KeyLookup } from "./key-lookup.ts";

const IN_SCOPE = "(:accounts IS NULL OR account IN (SELECT value FROM json_each(:accounts)))";

/** Answers which snapshots of modules there are, and their targets. */
export function createSnapshotQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const snapshots = database.prepare(`
    SELECT t.id, module, accounts.key AS account, as_of_day AS day, taken_at_ms AS takenAtMs, kind, actor, active, licensed,
      definition_version AS definitionVersion,
      (SELECT json_group_array(users.key ORDER BY person.rowid) FROM json_each(active_users) AS person
       JOIN users ON users.id = person.value) AS activeUsers, active_users IS NULL AS isUnknown
    FROM module_snapshots AS t JOIN accounts ON accounts.id = t.account
    WHERE ${IN_SCOPE} AND (:module IS NULL OR module = :module)
    ORDER BY as_of_day, taken_at_ms, t.id`);
  const days = database.prepare("SELECT module, day FROM snapshot_days ORDER BY day, module");
  const targets = database.prepare(`
    SELECT accounts.key AS account, module, target_percent AS targetPercent
    FROM module_targets JOIN accounts ON accounts.id = account WHERE ${IN_SCOPE}`);
  const listOf = (ids: readonly number[] | null): string | null => (ids === null ? null : JSON.stringify(ids));
  return {
    snapshots({ scope, account, module }: SnapshotsQuery): readonly SnapshotRow[] {
      const accounts = listOf(lookup.accountIds({ scope, ...(account !== undefined && { account }) }));
      return snapshots.all({ accounts, module: module ?? null }).map(({ isUnknown, activeUsers, ...row }) => {
        const people: unknown = isUnknown === 1 ? null : JSON.parse(String(activeUsers));
        return Object.assign(row, { activeUsers: people }) as unknown as SnapshotRow;
      });
    },
    snapshotDays: () => days.all() as unknown as readonly { readonly module: string; readonly day: number }[],
    moduleTargets: (scope: AccountScope) =>
      targets.all({ accounts: listOf(lookup.accountIds({ scope })) }) as unknown as readonly ModuleTargetRow[],
  };
}
