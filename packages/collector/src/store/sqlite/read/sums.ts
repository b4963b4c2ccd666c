import type { SQLInputValue } from "node:sqlite";
import type { WorkspaceDay } from "../../../domain/day.ts";
import type { TotalsQuery } from "../../facts.ts";
import type { KeyColumn, RollupTable } from "../rollup-tables.ts";
import { daysOf, rowsOfAccountDays } from "./asked-accounts.ts";
import type { KeyLookup, KeyTable } from "./key-lookup.ts";
import { TooManySumsError } from "../../too-many-sums-error.ts";
import type { Statements } from "./statements.ts";

/** Tables in which the integers of a column have their keys. */
const KEY_TABLES = {
  account: "accounts",
  user: "users",
  feature: "features",
  action: "actions",
} as const satisfies Partial<Record<KeyColumn, KeyTable>>;

/**
 * A row of sums: the columns that it keeps, as asked for; the rollup's counters; first, last and number of days of use; of each
 * day to split at the last before it and the first from it on.
 */
export type SumsRow = readonly (string | number | null)[];

/** Of which days of use is asked. */
interface AskedSpans {
  /** The counter that, beside visits, makes a day one of use. */
  readonly counter: string;
  readonly splitAt?: readonly WorkspaceDay[];
}

/**
 * The sums that a question asks for, from the smallest rollup that can tell. Only table and column names of
 * `rollup-tables.ts` become part of the SQL, everything else is bound.
 * @param statements that tell rows as arrays.
 * @param maxRows see {@link TooManySumsError}.
 * @param by columns that the rows keep.
 * @param spans absent: days of use aren't asked for.
 * @returns sums of zero have no row.
 * @throws TooManySumsError
 */
export function readSums(
  statements: Statements,
  lookup: KeyLookup,
  maxRows: number,
  rollups: readonly RollupTable[],
  by: readonly KeyColumn[],
  query: TotalsQuery,
  spans?: AskedSpans,
): readonly SumsRow[] {
  const accounts = lookup.accountIds(query);
  const someAccounts = accounts !== null;
  const { from, to } = query.days ?? { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  const parameters: Record<string, SQLInputValue> = { from, to };
  if (someAccounts) parameters["accounts"] = JSON.stringify(accounts);
  for (const [index, day] of (spans?.splitAt ?? []).entries()) parameters[splitName(index)] = day;
  const filters: KeyColumn[] = [];
  for (const column of ["user", "feature"] as const) {
    const key = query[column];
    if (key === undefined) continue;
    const id = lookup.find(`${column}s`, key);
    if (id === undefined) return [];
    filters.push(column);
    parameters[column] = id;
  }
  const needed = new Set<KeyColumn>([...by, ...filters]);
  if (someAccounts) needed.add("account");
  const rollup = rollups.find(({ keys }) => [...needed].every((column) => keys.includes(column)));
  const [smallest] = rollups;
  if (rollup === undefined || smallest === undefined) throw new RangeError(`no rollup keeps ${[...needed].join(", ")}`);
  const days = someAccounts ? daysOf(smallest.name) : "";
  // Columns that are the same in all rows, or kept: the others are what is summed over.
  const told = new Set<KeyColumn>([...by, ...filters, ...(accounts?.length === 1 ? (["account"] as const) : [])]);
  const summedOver = rollup.keys.filter((column) => !told.has(column));
  const repeated = repeatedColumns(by, someAccounts);
  const sql = `${days} ${sumsSql(rollup, by, filters, someAccounts, summedOver, spans, repeated)}`;
  parameters["limit"] = Math.min(maxRows + 1, Number.MAX_SAFE_INTEGER);
  const rows = statements(sql).all(parameters) as unknown as (string | number | null)[][];
  if (rows.length > maxRows) throw new TooManySumsError(maxRows);
  for (const column of repeated) nameColumn(rows, by.indexOf(column), KEY_TABLES[column], lookup);
  return rows;
}

type NamedColumn = keyof typeof KEY_TABLES;

/**
 * The columns whose keys come again and again in an answer. They are looked up once each rather than once a row: a text of
 * SQLite is made anew for every row that holds it.
 */
function repeatedColumns(by: readonly KeyColumn[], someAccounts: boolean): readonly NamedColumn[] {
  const isOften = (column: KeyColumn): boolean =>
    column === "feature" ||
    column === "action" ||
    (someAccounts &&
      (column === "account" || (column === "user" && by.some((other) => other === "day" || other === "feature"))));
  return by.filter((column): column is NamedColumn => column !== "day" && isOften(column));
}

function nameColumn(
  rows: readonly (string | number | null)[][],
  index: number,
  table: KeyTable,
  lookup: KeyLookup,
): void {
  const keys = new Map<unknown, string>();
  for (const row of rows) {
    const id = row[index];
    const key = keys.get(id) ?? lookup.keyOf(table, Number(id));
    keys.set(id, key);
    row[index] = key;
  }
}

function sumsSql(
  rollup: RollupTable,
  by: readonly KeyColumn[],
  filters: readonly KeyColumn[],
  someAccounts: boolean,
  summedOver: readonly KeyColumn[],
  asked: AskedSpans | undefined,
  repeated: readonly KeyColumn[],
): string {
  const { name, counters } = rollup;
  // A day that is in no two rows of a sum needs no set of days to be counted once.
  const isDayOnce = summedOver.every((column) => column === "day");
  const spans = asked === undefined ? [] : spanColumns(name, asked, isDayOnce);
  // Rows as they are need no sorting into groups of one.
  const isGrouped = summedOver.length > 0 || spans.length > 0;
  const sums = [
    ...counters.map((counter) => (isGrouped ? `sum(${name}.${counter})` : `${name}.${counter}`) + ` AS ${counter}`),
    ...spans.map(({ sql, as }) => `${sql} AS ${as}`),
  ];
  const keys = by.map((column) => `${name}.${column} AS ${column}`);
  const conditions = [
    ...(someAccounts ? [] : [`${name}.day BETWEEN :from AND :to`]),
    ...filters.map((column) => `${name}.${column} = :${column}`),
  ];
  const from = someAccounts ? rowsOfAccountDays(name) : name;
  const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  const group = isGrouped && by.length > 0 ? `GROUP BY ${by.map((_, index) => index + 1).join(", ")}` : "";
  const joined = by.filter((column): column is NamedColumn => column !== "day" && !repeated.includes(column));
  const shown = [
    ...by.map((column) =>
      joined.some((one) => one === column) ? `${column}_keys.key AS ${column}` : `sums.${column}`,
    ),
    ...counters.map((counter) => `sums.${counter}`),
    ...spans.map(({ as }) => `sums.${as}`),
  ];
  const joins = joined.map(
    (column) => `JOIN ${KEY_TABLES[column]} AS ${column}_keys ON ${column}_keys.id = sums.${column}`,
  );
  return `
    SELECT ${shown.join(", ")}
    FROM (SELECT ${[...keys, ...sums].join(", ")} FROM ${from} ${where} ${group}) AS sums ${joins.join(" ")}
    WHERE ${counters.map((counter) => `sums.${counter} > 0`).join(" OR ")} LIMIT :limit`;
}

function splitName(index: number): string {
  return `split${index}`;
}

/** First, last and number of the days of use, and those around each day to split at. */
function spanColumns(
  rollup: string,
  { counter, splitAt = [] }: AskedSpans,
  isDayOnce: boolean,
): readonly { readonly sql: string; readonly as: string }[] {
  const isUse = `(${rollup}.visits > 0 OR ${rollup}.${counter} > 0)`;
  const usedDay = `CASE WHEN ${isUse} THEN ${rollup}.day END`;
  const usedWhere = (condition: string): string =>
    `CASE WHEN ${rollup}.day ${condition} AND ${isUse} THEN ${rollup}.day END`;
  return [
    { sql: `min(${usedDay})`, as: "first_day" },
    { sql: `max(${usedDay})`, as: "last_day" },
    { sql: `count(${isDayOnce ? "" : "DISTINCT "}${usedDay})`, as: "active_days" },
    ...splitAt.flatMap((_, index) => [
      { sql: `max(${usedWhere(`< :${splitName(index)}`)})`, as: `before_${index}` },
      { sql: `min(${usedWhere(`>= :${splitName(index)}`)})`, as: `from_${index}` },
    ]),
  ];
}
