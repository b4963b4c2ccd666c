import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type { ModuleTargetRow, SnapshotRow, SnapshotsQuery } from "../../module-snapshots.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

/** Answers which snapshots of modules there are, and their targets. */
export function createSnapshotQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const snapshotsSql = (someAccounts: boolean): string => `
    SELECT t.id, module, accounts.key AS account, as_of_day AS day, taken_at_ms AS takenAtMs, kind, actor, active, licensed,
      definition_version AS definitionVersion,
      (SELECT json_group_array(users.key ORDER BY person.rowid) FROM json_each(active_users) AS person
       JOIN users ON users.id = person.value) AS activeUsers, active_users IS NULL AS isUnknown
    FROM ${rowsOfAccounts("module_snapshots", someAccounts, "t")} JOIN accounts ON accounts.id = t.account
    WHERE :module IS NULL OR module = :module
    ORDER BY as_of_day, taken_at_ms, t.id`;
  const days = database.prepare("SELECT module, day FROM snapshot_days ORDER BY day, module");
  const targetsSql = (someAccounts: boolean): string => `
    SELECT accounts.key AS account, module, target_percent AS targetPercent
    FROM ${rowsOfAccounts("module_targets", someAccounts)} JOIN accounts ON accounts.id = module_targets.account`;
  return {
    snapshots({ scope, account, module }: SnapshotsQuery): readonly SnapshotRow[] {
      const asked = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
      const snapshots = statements(snapshotsSql(asked.accounts !== undefined));
      return snapshots.all({ ...asked, module: module ?? null }).map(({ isUnknown, activeUsers, ...row }) => {
        const people: unknown = isUnknown === 1 ? null : JSON.parse(String(activeUsers));
        return Object.assign(row, { activeUsers: people }) as unknown as SnapshotRow;
      });
    },
    snapshotDays: () => days.all() as unknown as readonly { readonly module: string; readonly day: number }[],
    moduleTargets(scope: AccountScope): readonly ModuleTargetRow[] {
      const asked = accountsParameter(lookup, { scope });
      const targets = statements(targetsSql(asked.accounts !== undefined));
      return targets.all({ ...asked }) as unknown as readonly ModuleTargetRow[];
    },
  };
}
