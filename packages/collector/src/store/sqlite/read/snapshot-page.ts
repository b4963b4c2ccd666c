import type { DatabaseSync } from "node:sqlite";
import { foldedText, naturalKey } from "../../../domain/text-order.ts";
import { partsOf, PARTS_PER_WHOLE } from "../../../domain/share.ts";
import type { SnapshotDefinitions, SnapshotOrder, SnapshotPageQuery, SnapshotRow } from "../../module-snapshots.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

const PEOPLE = `
  (SELECT json_group_array(users.key ORDER BY person.rowid) FROM json_each(active_users) AS person
   JOIN users ON users.id = person.value)`;

/** What a snapshot is read as, of a table that is called `t`, beside the accounts. */
export const snapshotColumns = (withPeople: boolean): string => `
  t.id, t.module, accounts.key AS account, as_of_day AS day, taken_at_ms AS takenAtMs, kind, t.actor, active, licensed,
  definition_version AS definitionVersion, ${withPeople ? PEOPLE : "'[]'"} AS activeUsers, active_users IS NULL AS isUnknown`;
export const OF_MODULE = "(:module IS NULL OR t.module = :module)";
/** As they come unless asked otherwise. */
export const SNAPSHOT_ORDER = "as_of_day, taken_at_ms, t.id";

const PARTS = `t.active * ${PARTS_PER_WHOLE}`;
const TARGET = `(SELECT target_percent FROM module_targets AS own WHERE own.account = t.account AND own.module = t.module)`;

interface Order {
  readonly sql: string;
  /** The names that it looks at: each is folded once, not for every snapshot. */
  readonly joins?: readonly (keyof typeof NAMES)[];
}

const ORDERS: Readonly<Record<SnapshotOrder, Order>> = {
  day: { sql: "t.as_of_day" },
  takenAt: { sql: "t.taken_at_ms" },
  accountName: { sql: "account_names.sorted", joins: ["account_names"] },
  moduleName: { sql: "modules.sorted", joins: ["modules"] },
  kind: { sql: "t.kind" },
  actor: { sql: "actors.sorted", joins: ["actors"] },
  active: { sql: "t.active" },
  licensed: { sql: "t.licensed" },
  percent: { sql: "CASE WHEN t.licensed > 0 THEN t.active * 100.0 / t.licensed END" },
  // In the order of their words: critical, needsAttention, onTrack.
  status: {
    sql: `CASE WHEN t.licensed > 0 THEN
      CASE WHEN ${PARTS} < :criticalParts * t.licensed THEN 0 WHEN ${PARTS} > :onTrackParts * t.licensed THEN 2 ELSE 1 END
    END`,
  },
  targetPercent: { sql: `ifnull(${TARGET}, modules.target)`, joins: ["modules"] },
  definitionVersion: { sql: "t.definition_version" },
};

/** Names of what snapshots are of, and how they are joined. */
const NAMES = {
  account_names: {
    sql: "account_names AS MATERIALIZED (SELECT id, natural_key(coalesce(name, key)) AS sorted FROM accounts)",
    join: "JOIN account_names ON account_names.id = t.account",
  },
  modules: {
    sql: `modules AS MATERIALIZED (
      SELECT there.module, ifnull(told.value ->> 0, natural_key(there.module)) AS sorted,
        ifnull(told.value ->> 1, folded(there.module)) AS searched, told.value ->> 2 AS target
      FROM (SELECT DISTINCT module FROM module_snapshots) AS there
        LEFT JOIN json_each(:modules) AS told ON told.key = there.module)`,
    join: "JOIN modules ON modules.module = t.module",
  },
  actors: {
    sql: `actors AS MATERIALIZED (
      SELECT actor, natural_key(actor) AS sorted FROM (SELECT DISTINCT actor FROM module_snapshots))`,
    join: "JOIN actors ON actors.actor = t.actor",
  },
} as const;

const FOUND_ACCOUNTS = `found_accounts AS MATERIALIZED (
  SELECT id FROM accounts WHERE instr(folded(ifnull(name, '') || char(10) || key), :needle) > 0)`;
const IS_FOUND = `(t.account IN (SELECT id FROM found_accounts)
  OR t.module IN (SELECT module FROM modules WHERE instr(searched, :needle) > 0))`;

/** Answers one page of snapshots, and how many there are in all. */
export function createSnapshotPage(database: DatabaseSync, lookup: KeyLookup) {
  database.function("natural_key", { deterministic: true }, (text) => naturalKey(String(text)));
  database.function("folded", { deterministic: true }, (text) => foldedText(String(text)));
  const statements = createStatements(database, "objects");
  return (query: SnapshotPageQuery): { readonly total: number; readonly rows: readonly SnapshotRow[] } => {
    const { scope, account, module, withPeople = true, days, search = "", sort, limit, offset } = query;
    const { definitions = NO_DEFINITIONS } = query;
    const accounts = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
    const from = rowsOfAccounts("module_snapshots", accounts.accounts !== undefined, "t");
    const where = [OF_MODULE, "as_of_day BETWEEN :from AND :to", ...(search === "" ? [] : [IS_FOUND])].join(" AND ");
    const asked = {
      ...accounts,
      module: module ?? null,
      ...days,
      needle: search,
      modules: JSON.stringify(modulesParameter(definitions)),
      criticalParts: partsOf(definitions.criticalBelowPercent),
      onTrackParts: partsOf(definitions.onTrackAbovePercent),
    };
    const { sql, joins = [] } = sort === undefined ? NO_ORDER : ORDERS[sort.by];
    const order = sort === undefined ? sql : `${sql} ${sort.descending ? "DESC" : "ASC"} NULLS LAST, ${SNAPSHOT_ORDER}`;
    const joined = joins.map((name) => NAMES[name].join).join(" ");
    const searches = search === "" ? [] : ["modules" as const];
    const names = [...new Set([...joins, ...searches])].map((name) => NAMES[name].sql);
    const found = search === "" ? [] : [FOUND_ACCOUNTS];
    const pageSql = `
      ${withTables([
        ...names,
        ...found,
        `page AS MATERIALIZED (
          SELECT t.id FROM ${from} ${joined} WHERE ${where} ORDER BY ${order} LIMIT :limit OFFSET :offset)`,
      ])}
      SELECT ${snapshotColumns(withPeople)}
      FROM page CROSS JOIN module_snapshots AS t ON t.id = page.id JOIN accounts ON accounts.id = t.account ${joined}
      ORDER BY ${order}`;
    const countNames = searches.map((name) => NAMES[name].sql);
    const countSql = `${withTables([...countNames, ...found])} SELECT count(*) AS total FROM ${from} WHERE ${where}`;
    return {
      total: Number(statements(countSql).get(asked)?.["total"]),
      rows: statements(pageSql)
        .all({ ...asked, limit, offset })
        .map(toSnapshot),
    };
  };
}

const NO_DEFINITIONS: SnapshotDefinitions = { modules: [], criticalBelowPercent: 0, onTrackAbovePercent: 0 };
const NO_ORDER: Order = { sql: SNAPSHOT_ORDER };

function withTables(tables: readonly string[]): string {
  return tables.length === 0 ? "" : `WITH ${tables.join(", ")}`;
}

/** By module: how its name is sorted and searched, and its target. */
function modulesParameter({ modules }: SnapshotDefinitions): object {
  return Object.fromEntries(
    modules.map(({ module, name, targetPercent }) => [module, [naturalKey(name), foldedText(name), targetPercent]]),
  );
}

/** A row of {@link snapshotColumns}. */
export function toSnapshot({ isUnknown, activeUsers, ...row }: Readonly<Record<string, unknown>>): SnapshotRow {
  const people: unknown = isUnknown === 1 ? null : JSON.parse(String(activeUsers));
  return Object.assign(row, { activeUsers: people }) as unknown as SnapshotRow;
}
