import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { TotalsQuery } from "../../facts.ts";
import type { KeyColumn, RollupTable } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import type { Row } from "./rows.ts";

/** Tables in which the integers of a column have their keys. */
const KEY_TABLES: Readonly<Partial<Record<KeyColumn, string>>> = {
  account: "accounts",
  user: "users",
  feature: "features",
  action: "actions",
};

/**
 * The sums that a question asks for, from the smallest rollup that can tell. Only table and column names of
 * `rollup-tables.ts` become part of the SQL, everything else is bound.
 * @param by columns that the rows keep.
 * @param spanCounter the counter that, beside visits, makes a day one of use; absent: days of use aren't asked for.
 * @returns rows of keys and sums by column name; sums of zero have no row.
 */
export function readSums(
  database: DatabaseSync,
  lookup: KeyLookup,
  rollups: readonly RollupTable[],
  by: readonly KeyColumn[],
  query: TotalsQuery,
  spanCounter?: string,
): readonly Row[] {
  const accounts = lookup.accountIds(query);
  const filters: [KeyColumn, number][] = [];
  for (const column of ["user", "feature"] as const) {
    const key = query[column];
    if (key === undefined) continue;
    const id = lookup.find(`${column}s`, key);
    if (id === undefined) return [];
    filters.push([column, id]);
  }
  const needed = new Set<KeyColumn>([...by, ...filters.map(([column]) => column)]);
  if (accounts !== null) needed.add("account");
  const rollup = rollups.find(({ keys }) => [...needed].every((column) => keys.includes(column)));
  if (rollup === undefined) throw new RangeError(`no rollup keeps ${[...needed].join(", ")}`);

  const { from, to } = query.days ?? { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  const parameters: Record<string, SQLInputValue> = { from, to };
  if (accounts !== null) parameters["accounts"] = JSON.stringify(accounts);
  for (const [column, id] of filters) parameters[column] = id;
  const sql = sumsSql(
    rollup,
    by,
    filters.map(([column]) => column),
    accounts !== null,
    spanCounter,
  );
  return database.prepare(sql).all(parameters);
}

function sumsSql(
  rollup: RollupTable,
  by: readonly KeyColumn[],
  filters: readonly KeyColumn[],
  someAccounts: boolean,
  spanCounter: string | undefined,
): string {
  const { name, counters } = rollup;
  const spans = spanCounter === undefined ? [] : spanColumns(name, spanCounter);
  const sums = [
    ...counters.map((counter) => `sum(${name}.${counter}) AS ${counter}`),
    ...spans.map(({ sql, as }) => `${sql} AS ${as}`),
  ];
  const keys = by.map((column) => `${name}.${column} AS ${column}`);
  const conditions = filters.map((column) => `${name}.${column} = :${column}`);
  const from = someAccounts
    ? `days CROSS JOIN json_each(:accounts) AS asked
       CROSS JOIN ${name} ON ${name}.day = days.day AND ${name}.account = asked.value`
    : `${name}`;
  if (!someAccounts) conditions.unshift(`${name}.day BETWEEN :from AND :to`);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  const group = by.length > 0 ? `GROUP BY ${by.map((_, index) => index + 1).join(", ")}` : "";
  const named = by.filter((column) => column !== "day");
  const shown = [
    ...by.map((column) => (column === "day" ? "sums.day" : `${column}_keys.key AS ${column}`)),
    ...counters.map((counter) => `sums.${counter}`),
    ...spans.map(({ as }) => `sums.${as}`),
  ];
  const joins = named.map(
    (column) => `JOIN ${KEY_TABLES[column]} AS ${column}_keys ON ${column}_keys.id = sums.${column}`,
  );
  return `
    ${someAccounts ? daysOf(name) : ""}
    SELECT ${shown.join(", ")}
    FROM (SELECT ${[...keys, ...sums].join(", ")} FROM ${from} ${where} ${group}) AS sums ${joins.join(" ")}
    WHERE ${counters.map((counter) => `sums.${counter} > 0`).join(" OR ")}`;
}

/** First, last and number of the days of use. */
function spanColumns(rollup: string, counter: string): readonly { readonly sql: string; readonly as: string }[] {
  const usedDay = `CASE WHEN ${rollup}.visits > 0 OR ${rollup}.${counter} > 0 THEN ${rollup}.day END`;
  return [
    { sql: `min(${usedDay})`, as: "first_day" },
    { sql: `max(${usedDay})`, as: "last_day" },
    { sql: `count(DISTINCT ${usedDay})`, as: "active_days" },
  ];
}

/**
 * The days that a rollup has rows for. Rollups are clustered by day: with the days as a list, some accounts are read in
 * one short range each, instead of everybody's rows of the whole period.
 */
export function daysOf(rollup: string): string {
  return `
    WITH RECURSIVE days (day) AS (
      SELECT min(day) FROM ${rollup} WHERE day BETWEEN :from AND :to
      UNION ALL
      SELECT (SELECT min(next.day) FROM ${rollup} AS next WHERE next.day > days.day AND next.day <= :to)
      FROM days WHERE days.day IS NOT NULL
    )`;
}
