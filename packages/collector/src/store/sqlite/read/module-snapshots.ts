import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type {
  ModuleTargetRow,
  SnapshotOrder,
  SnapshotPageQuery,
  SnapshotRow,
  SnapshotsQuery,
} from "../../module-snapshots.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

const PEOPLE = `
  (SELECT json_group_array(users.key ORDER BY person.rowid) FROM json_each(active_users) AS person
   JOIN users ON users.id = person.value)`;
const columns = (withPeople: boolean): string => `
  t.id, module, accounts.key AS account, as_of_day AS day, taken_at_ms AS takenAtMs, kind, actor, active, licensed,
  definition_version AS definitionVersion, ${withPeople ? PEOPLE : "'[]'"} AS activeUsers, active_users IS NULL AS isUnknown`;
const OF_MODULE = "(:module IS NULL OR module = :module)";
const ON_DAYS = "as_of_day BETWEEN :from AND :to";
const ORDER = "as_of_day, taken_at_ms, t.id";

const SORTED: Readonly<Record<SnapshotOrder, string>> = {
  day: "t.as_of_day",
  takenAt: "t.taken_at_ms",
  active: "t.active",
  licensed: "t.licensed",
  percent: "CASE WHEN t.licensed > 0 THEN t.active * 100.0 / t.licensed END",
  definitionVersion: "t.definition_version",
};

function orderOf(sort: SnapshotPageQuery["sort"]): string {
  if (sort === undefined) return ORDER;
  return `${SORTED[sort.by]} ${sort.descending ? "DESC" : "ASC"} NULLS LAST, ${ORDER}`;
}

/** Answers which snapshots of modules there are, and their targets. */
export function createSnapshotQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const snapshotsSql = (someAccounts: boolean, withPeople: boolean): string => `
    SELECT ${columns(withPeople)}
    FROM ${rowsOfAccounts("module_snapshots", someAccounts, "t")} JOIN accounts ON accounts.id = t.account
    WHERE ${OF_MODULE} ORDER BY ${ORDER}`;
  const countSql = (someAccounts: boolean): string =>
    `SELECT count(*) AS total FROM ${rowsOfAccounts("module_snapshots", someAccounts, "t")}
     WHERE ${OF_MODULE} AND ${ON_DAYS}`;
  const pageSql = (someAccounts: boolean, withPeople: boolean, order: string): string => `
    WITH page AS MATERIALIZED (
      SELECT t.id FROM ${rowsOfAccounts("module_snapshots", someAccounts, "t")}
      WHERE ${OF_MODULE} AND ${ON_DAYS} ORDER BY ${order} LIMIT :limit OFFSET :offset
    )
    SELECT ${columns(withPeople)}
    FROM page CROSS JOIN module_snapshots AS t ON t.id = page.id JOIN accounts ON accounts.id = t.account
    ORDER BY ${order}`;
  const days = database.prepare("SELECT module, day FROM snapshot_days ORDER BY day, module");
  const targetsSql = (someAccounts: boolean): string => `
    SELECT accounts.key AS account, module, target_percent AS targetPercent
    FROM ${rowsOfAccounts("module_targets", someAccounts)} JOIN accounts ON accounts.id = module_targets.account`;
  return {
    snapshots({ scope, account, module, withPeople = true }: SnapshotsQuery): readonly SnapshotRow[] {
      const asked = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
      const snapshots = statements(snapshotsSql(asked.accounts !== undefined, withPeople));
      return snapshots.all({ ...asked, module: module ?? null }).map(toSnapshot);
    },
    snapshotPage({
      scope,
      account,
      module,
      withPeople = true,
      days: { from, to },
      sort,
      limit,
      offset,
    }: SnapshotPageQuery) {
      const accounts = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
      const some = accounts.accounts !== undefined;
      const asked = { ...accounts, module: module ?? null, from, to };
      return {
        total: Number(statements(countSql(some)).get(asked)?.["total"]),
        rows: statements(pageSql(some, withPeople, orderOf(sort)))
          .all({ ...asked, limit, offset })
          .map(toSnapshot),
      };
    },
    snapshotDays: () => days.all() as unknown as readonly { readonly module: string; readonly day: number }[],
    moduleTargets(scope: AccountScope): readonly ModuleTargetRow[] {
      const asked = accountsParameter(lookup, { scope });
      const targets = statements(targetsSql(asked.accounts !== undefined));
      return targets.all({ ...asked }) as unknown as readonly ModuleTargetRow[];
    },
  };
}

function toSnapshot({ isUnknown, activeUsers, ...row }: Readonly<Record<string, unknown>>): SnapshotRow {
  const people: unknown = isUnknown === 1 ? null : JSON.parse(String(activeUsers));
  return Object.assign(row, { activeUsers: people }) as unknown as SnapshotRow;
}
