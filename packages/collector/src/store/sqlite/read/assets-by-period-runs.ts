import type { DatabaseSync } from "node:sqlite";
import type { DayRange } from "../../../domain/day.ts";
import type { AssetRow } from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";
import { assetOf, FIELDS, type Fields } from "./asset-fields.ts";
import { conditionsOf, EXISTS, type AssetChoice, type CountsByAccount } from "./asset-pages.ts";
import { daysOf } from "./asked-accounts.ts";
import { joined, sql, type Sql } from "./sql.ts";
import { mayHaveRunSince } from "./undated-runs.ts";

export interface PeriodRunsQuery {
  /** The days whose runs they are sorted by. */
  readonly days: DayRange;
  /** When the first of them begins, Unix ms. */
  readonly fromMs: number;
  readonly descending: boolean;
  /** -1: all. */
  readonly limit: number;
  readonly offset: number;
}

interface Part extends PeriodRunsQuery {
  readonly choice: AssetChoice;
}

/** The assets of a choice that ran, or of which nobody knows whether they did. */
interface Ran {
  /** How many, by account. */
  readonly byAccount: ReadonlyMap<number, number>;
  readonly page: readonly AssetRow[];
}

/** How many of an account, or an asset of the page: then the account is null. */
type FoundRan = readonly [account: number | null, count: number, ...fields: unknown[]];
const FIELD_COUNT = 8;

/**
 * Finds pages of assets in the order of how often they ran in some days. Those that ran are looked at, as the runs say which
 * they are; those that may have run come last, and are looked for among all; the others lie account by account in the order in
 * which they come, and whole accounts of them are skipped by how many they have. Nothing is searched for here.
 */
export function createAssetsByPeriodRuns(database: DatabaseSync, countsByAccount: CountsByAccount) {
  /** Those that ran, or that may have: how many of each account, and a page of them, found once for both. */
  const find = (which: "ran" | "unknown", { choice, days, fromMs, descending, limit, offset }: Part): Ran => {
    const direction = descending ? " DESC" : "";
    const order = ["runs", "account", "key", "type"].map((column) => `ran.${column}${direction}`).join(", ");
    const asked = which === "ran" ? ranIn(choice, days) : unknownIn(choice, days, fromMs);
    const found = sql(
      `SELECT account, count(*), ${"NULL, ".repeat(FIELD_COUNT - 1)} NULL FROM ran GROUP BY account
       UNION ALL SELECT * FROM (
         SELECT NULL, NULL, ${FIELDS} FROM (SELECT * FROM ran ORDER BY ${order} LIMIT ? OFFSET ?) AS ran
           CROSS JOIN assets ON assets.account = ran.account AND assets.type = ran.type AND assets.key = ran.key
           JOIN accounts ON accounts.id = ran.account ORDER BY ${order}
       )`,
      limit,
      offset,
    );
    const { text, values } = joined([asked, found], " ");
    const rows = prepareArrays(database, text).all(...values) as unknown as readonly FoundRan[];
    return {
      byAccount: new Map(rows.flatMap(([account, count]) => (account === null ? [] : [[account, count] as const]))),
      page: rows.flatMap(([account, , ...fields]) => (account === null ? [assetOf(fields as unknown as Fields)] : [])),
    };
  };

  const pageOfOthers = (part: Part, some: readonly Ran["byAccount"][]): readonly AssetRow[] => {
    const { choice, descending, limit } = part;
    if (limit === 0) return [];
    const sign = descending ? -1 : 1;
    const accounts = countsByAccount(choice, false).toSorted(([one], [other]) => sign * (one - other));
    const read = createReadOthers(database, part);
    const rows: AssetRow[] = [];
    let left = part.offset;
    for (const [account, assets] of accounts) {
      if (limit >= 0 && rows.length >= limit) break;
      const others = assets - sumOf(some.map((counts) => counts.get(account) ?? 0));
      if (left < others) rows.push(...read(account, limit < 0 ? -1 : limit - rows.length, left));
      left = Math.max(0, left - others);
    }
    return rows;
  };

  return (choice: AssetChoice, query: PeriodRunsQuery) => {
    const { limit, offset, descending } = query;
    const whole: Part = { ...query, choice };
    const total = sumOf(choice.counts.values());
    const left = (rows: readonly AssetRow[]): number => (limit < 0 ? -1 : limit - rows.length);
    const none = { ...whole, limit: 0 };
    // Where they come first, the page is found with their counts; of the others it is known only then where it begins among them.
    const ran = find("ran", descending ? whole : none);
    const unknown = find("unknown", none);
    const [ranCount, unknownCount] = [sumOf(ran.byAccount.values()), sumOf(unknown.byAccount.values())];
    const known = total - unknownCount;
    const rows = [...ran.page];
    /** Adds the rows of the page that are among those behind so many. */
    const add = (read: (part: Part) => readonly AssetRow[], before: number): void => {
      const more = { ...whole, limit: left(rows), offset: Math.max(0, offset - before) };
      if (more.limit !== 0) rows.push(...read(more));
    };
    const others = (part: Part): readonly AssetRow[] => pageOfOthers(part, [ran.byAccount, unknown.byAccount]);
    if (descending) add(others, ranCount);
    else {
      add(others, 0);
      add((part) => find("ran", part).page, known - ranCount);
    }
    if (unknownCount > 0) add((part) => find("unknown", part).page, known);
    return { total, rows };
  };
}

function sumOf(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** The assets of a choice that ran on some days, and how often. */
function ranIn(choice: AssetChoice, { from, to }: DayRange): Sql {
  const { accounts, types } = choice;
  const some = (column: string, values: readonly unknown[] | null): Sql =>
    values === null ? sql("") : sql(`AND ${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
  return joined(
    [
      sql(
        `WITH counted AS MATERIALIZED (
           SELECT account, type, key, sum(runs) AS runs FROM asset_runs WHERE day BETWEEN ? AND ?`,
        from,
        to,
      ),
      some("account", accounts),
      some("type", types),
      sql(
        `GROUP BY account, type, key HAVING sum(runs) > 0
         ), ran AS MATERIALIZED (
           SELECT counted.* FROM counted CROSS JOIN assets
             ON assets.account = counted.account AND assets.type = counted.type AND assets.key = counted.key WHERE`,
      ),
      joined([EXISTS, ...conditionsOf(choice)], " AND "),
      sql(")"),
    ],
    " ",
  );
}

/** The assets of a choice of which no run on some days is known, and which may have run on them. */
function unknownIn(choice: AssetChoice, { from, to }: DayRange, fromMs: number): Sql {
  const { accounts, types } = choice;
  const some = (column: string, values: readonly unknown[] | null): Sql =>
    values === null ? sql("") : sql(`AND +${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
  return joined(
    [
      sql(
        `WITH ran AS MATERIALIZED (
           SELECT account, type, key, NULL AS runs FROM assets INDEXED BY assets_by_undated_runs
           WHERE undated_runs > 0 AND known_at_ms >= ?
             AND coalesce(last_run_at_ms >= ?, 1) AND (account, type, key) NOT IN (
               SELECT account, type, key FROM asset_runs WHERE day BETWEEN ? AND ? AND runs > 0
             )`,
        fromMs,
        fromMs,
        from,
        to,
      ),
      some("account", accounts),
      some("type", types),
      sql("AND"),
      joined([EXISTS, ...conditionsOf(choice)], " AND "),
      sql(")"),
    ],
    " ",
  );
}

/** Reads assets of an account of which it is known that they didn't run, by id and type. */
function createReadOthers(database: DatabaseSync, { choice, days, fromMs, descending }: Part) {
  const { types } = choice;
  const direction = descending ? " DESC" : "";
  const { text, values } = joined(
    [
      sql(
        `${daysOf("asset_runs")}, ran AS MATERIALIZED (
           SELECT runs.type, runs.key FROM days CROSS JOIN asset_runs AS runs ON runs.day = days.day AND runs.account = :account
           GROUP BY runs.type, runs.key HAVING sum(runs.runs) > 0
         )
         SELECT ${FIELDS} FROM assets JOIN accounts ON accounts.id = assets.account
         WHERE assets.account = :account AND (assets.type, assets.key) NOT IN (SELECT type, key FROM ran)
           AND NOT coalesce(${mayHaveRunSince("assets", ":fromMs")}, 0) AND`,
      ),
      joined([EXISTS, ...conditionsOf(choice)], " AND "),
      types === null ? sql("") : sql("AND +assets.type IN (SELECT value FROM json_each(:types))"),
      sql(`ORDER BY assets.key${direction}, assets.type${direction} LIMIT :limit OFFSET :offset`),
    ],
    " ",
  );
  const statement = prepareArrays(database, text);
  const asked = { ...days, fromMs, ...(types !== null && { types: JSON.stringify(types) }) };
  return (account: number, limit: number, offset: number): readonly AssetRow[] =>
    (statement.all({ ...asked, account, limit, offset }, ...values) as unknown as Fields[]).map(assetOf);
}
