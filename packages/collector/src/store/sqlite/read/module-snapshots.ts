import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type { ModuleTargetRow, SnapshotRow, SnapshotsQuery } from "../../module-snapshots.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import { prepareArrays } from "../database.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { SNAPSHOT_ORDER } from "./snapshot-orders.ts";
import { createSnapshotPage, snapshotColumns, toSnapshot } from "./snapshot-page.ts";
import { createStatements } from "./statements.ts";

/** Answers which snapshots of modules there are, and their targets. */
export function createSnapshotQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const snapshotsSql = (someAccounts: boolean, withPeople: boolean): string => `
    SELECT ${snapshotColumns(withPeople)}
    FROM ${rowsOfAccounts("module_snapshots", someAccounts, "t")} JOIN accounts ON accounts.id = t.account
    WHERE (:module IS NULL OR t.module = :module) ORDER BY ${SNAPSHOT_ORDER}`;
  const days = database.prepare("SELECT module, day FROM snapshot_days ORDER BY day, module");
  const changes = prepareArrays(database, "SELECT key, changes FROM accounts");
  const targetsSql = (someAccounts: boolean): string => `
    SELECT accounts.key AS account, module, target_percent AS targetPercent
    FROM ${rowsOfAccounts("module_targets", someAccounts)} JOIN accounts ON accounts.id = module_targets.account`;
  return {
    snapshots({ scope, account, module, withPeople = true }: SnapshotsQuery): readonly SnapshotRow[] {
      const asked = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
      const snapshots = statements(snapshotsSql(asked.accounts !== undefined, withPeople));
      return snapshots.all({ ...asked, module: module ?? null }).map(toSnapshot);
    },
    snapshotPage: createSnapshotPage(database, lookup),
    snapshotDays: () => days.all() as unknown as readonly { readonly module: string; readonly day: number }[],
    accountChanges: () => new Map(changes.all() as unknown as readonly (readonly [string, number])[]),
    moduleTargets(scope: AccountScope): readonly ModuleTargetRow[] {
      const asked = accountsParameter(lookup, { scope });
      const targets = statements(targetsSql(asked.accounts !== undefined));
      return targets.all({ ...asked }) as unknown as readonly ModuleTargetRow[];
    },
  };
}
