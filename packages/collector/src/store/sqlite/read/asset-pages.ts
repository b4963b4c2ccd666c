import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { AssetOrder, AssetRow } from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";
import { SEARCHED } from "../folded-asset.ts";
import { assetOf, FIELDS, type Fields } from "./asset-fields.ts";
import { joined, sql, type Sql } from "./sql.ts";

/** Which assets a question is about, by integers. */
export interface AssetChoice {
  /** Null: all. */
  readonly accounts: readonly number[] | null;
  /** Null: whatever there is. */
  readonly types: readonly string[] | null;
  /** How many assets of each type are to be looked at. */
  readonly counts: ReadonlyMap<string, number>;
  /** Those that are configured, or, where a page is found otherwise, also ran lately; false: the others. Null: both. */
  readonly active: boolean | null;
  readonly search: { readonly text: string; readonly types: string; readonly accounts: string } | null;
}

/** A column that an index has in order, type by type. */
export type AssetColumn = Exclude<AssetOrder["by"], "account" | "type" | "periodRuns">;

export interface PageQuery {
  readonly column: AssetColumn;
  readonly descending: boolean;
  /** -1: all. */
  readonly limit: number;
  readonly offset: number;
  readonly after: Place | null;
}

/** Where an asset is in the order by a column. */
export type Place = readonly [value: string | number | null, account: number, key: string, type: string];

/** Assets in their order, and the last one's place. */
export interface Page<LastPlace = Place> {
  readonly rows: readonly AssetRow[];
  readonly last: LastPlace | null;
}

const COLUMNS: Readonly<Record<AssetColumn, { column: string; index: string; isNullable: boolean }>> = {
  name: { column: "name_key", index: "assets_by_name", isNullable: false },
  runs: { column: "runs", index: "assets_by_runs", isNullable: false },
  createdAt: { column: "created_at_ms", index: "assets_by_creation", isNullable: true },
  lastRunAt: { column: "last_run_at_ms", index: "assets_by_last_run", isNullable: true },
};

/** Assets that are gathered and sorted at most; more of them are walked through in their order. */
const GATHERED = 20_000;

/** Of fewer assets than that, those of a type are found by an index, which costs more for each of them. */
const FOUND_BY_TYPE = 200_000;

/** Types that are walked through side by side at most; SQLite puts no more than 500 SELECTs together. */
const WALKED_TYPES = 200;

/** Finds pages of assets in the order of a column that an index has, and what all of them are. */
export function createAssetPages(database: DatabaseSync) {
  const all = ({ text, values }: Sql): readonly (readonly SQLInputValue[])[] =>
    prepareArrays(database, text).all(...values) as unknown as readonly (readonly SQLInputValue[])[];

  /** Looks at every asset of the choice, and sorts what it finds. @param most whether to stop at more than are gathered. */
  const gather = (choice: AssetChoice, query: PageQuery, most: number): Page & { readonly found: number } => {
    const { column, descending, limit, offset, after } = query;
    const { from, condition } = lookedAt(choice);
    const order = orderOf("page.v IS NULL, ", "page", descending);
    const [first, ...rows] = all(
      joined(
        [
          sql(
            `WITH found AS MATERIALIZED (
               SELECT assets.account, assets.type, assets.key, assets.${COLUMNS[column].column} AS v FROM`,
          ),
          from,
          sql("WHERE"),
          condition,
          sql("LIMIT ?), page AS (SELECT * FROM found AS page WHERE", most),
          behind(after, descending),
          sql(`ORDER BY ${order} LIMIT ? OFFSET ?)`, limit, offset),
          sql(`SELECT count(*), ${"NULL, ".repeat(8)} NULL FROM found UNION ALL SELECT * FROM (${details(order)})`),
        ],
        " ",
      ),
    );
    return { ...pageOf(rows), found: Number(first?.[0]) };
  };

  const walkPart = (choice: AssetChoice, query: PageQuery, isValued: boolean): Page => {
    const { descending, limit, offset, after } = query;
    const strands = [...choice.counts.keys()].map((type) => strandOf(type, choice, query, isValued));
    if (after !== null && after[0] === null && isValued) return { rows: [], last: null };
    const isOne = strands.length === 1;
    return pageOf(
      all(
        joined(
          [
            sql("WITH page (account, type, key, v) AS MATERIALIZED ("),
            joined(strands, " UNION ALL "),
            // Of one strand the type is always the same: left out, the order is that of the index.
            sql(
              `ORDER BY ${orderOf("", "", descending, isOne ? ["v", "account", "key"] : undefined)} LIMIT ? OFFSET ?)`,
              limit,
              offset,
            ),
            sql(details(orderOf("", "page", descending))),
          ],
          " ",
        ),
      ),
    );
  };

  /** Walks along the index from where the page begins, the types side by side, until the page is full. */
  const walk = (choice: AssetChoice, query: PageQuery): Page => {
    const { column, limit, offset } = query;
    const valued = walkPart(choice, query, true);
    if (!COLUMNS[column].isNullable || valued.rows.length === limit) return valued;
    const before = offset === 0 || valued.rows.length > 0 ? offset : countValued(choice, query);
    const left = limit < 0 ? -1 : limit - valued.rows.length;
    const rest = walkPart(choice, { ...query, limit: left, offset: offset - before }, false);
    return { rows: [...valued.rows, ...rest.rows], last: rest.last ?? valued.last };
  };

  const countValued = (choice: AssetChoice, query: PageQuery): number => {
    const strands = [...choice.counts.keys()].map((type) => strandOf(type, choice, query, true));
    const parts = [sql("SELECT count(*) FROM ("), joined(strands, " UNION ALL "), sql(")")];
    return Number(all(joined(parts, " "))[0]?.[0]);
  };

  const count = (choice: AssetChoice): number => {
    const { from, condition } = lookedAt(choice);
    return Number(all(joined([sql("SELECT count(*) FROM"), from, sql("WHERE"), condition], " "))[0]?.[0]);
  };

  return (choice: AssetChoice, query: PageQuery): Page & { readonly total: number | null } => {
    const { counts, accounts, search } = choice;
    const isFirst = query.after === null;
    const among = sumOf(counts);
    if (among === 0) return { rows: [], last: null, total: isFirst ? 0 : null };
    if (counts.size > WALKED_TYPES || (accounts !== null && among <= GATHERED)) {
      const { found, ...page } = gather(choice, query, -1);
      return { ...page, total: isFirst ? found : null };
    }
    if (search === null) return { ...walk(choice, query), total: isFirst ? among : null };
    if (!isFirst) return { ...walk(choice, query), total: null };
    const { found, ...page } = gather(choice, query, GATHERED + 1);
    // What is found often is soon found on the way.
    return found <= GATHERED ? { ...page, total: found } : { ...walk(choice, query), total: count(choice) };
  };
}

/** How many assets of a choice there are in each account that has any. */
export type CountsByAccount = (
  choice: AssetChoice,
  isRough: boolean,
) => readonly (readonly [account: number, assets: number])[];

/** What is counted, by which assets are asked for. */
const COUNTED = { true: "active_assets", false: "assets - active_assets", null: "assets" } as const;

/** Counts assets by account: what is searched for by looking at each, unless it may be more than there are. */
export function createCountsByAccount(database: DatabaseSync): CountsByAccount {
  return (choice, isRough) => {
    const { accounts, types, active, search } = choice;
    const isLookedAt = search !== null && !isRough;
    const { from, condition } = lookedAt(choice);
    const parts = isLookedAt
      ? [sql("SELECT assets.account, count(*) FROM"), from, sql("WHERE"), condition, sql("GROUP BY assets.account")]
      : [
          sql(`SELECT counts.account, sum(${COUNTED[`${active}`]}) AS found FROM`),
          accounts === null
            ? sql("asset_counts AS counts")
            : sql(
                "json_each(?) AS asked CROSS JOIN asset_counts AS counts ON counts.account = asked.value",
                JSON.stringify(accounts),
              ),
          types === null
            ? sql("")
            : sql("WHERE +counts.type IN (SELECT value FROM json_each(?))", JSON.stringify(types)),
          sql("GROUP BY counts.account HAVING found > 0"),
        ];
    const { text, values } = joined(parts, " ");
    return prepareArrays(database, text).all(...values) as unknown as readonly (readonly [number, number])[];
  };
}

function sumOf(counts: AssetChoice["counts"]): number {
  return [...counts.values()].reduce((sum, assets) => sum + assets, 0);
}

/** The assets of a choice where all of them are looked at: by account, by type, or one after the other. */
function lookedAt(choice: AssetChoice): { readonly from: Sql; readonly condition: Sql } {
  const { accounts, types, counts } = choice;
  const among = sumOf(counts);
  const isByType = accounts === null && types !== null && among <= FOUND_BY_TYPE;
  const conditions = [isByType ? sql("assets.deleted_at_ms IS NULL") : EXISTS, ...conditionsOf(choice)];
  if (types !== null) {
    conditions.push(
      sql(`${isByType ? "" : "+"}assets.type IN (SELECT value FROM json_each(?))`, JSON.stringify(types)),
    );
  }
  const from =
    accounts === null
      ? sql(isByType ? "assets INDEXED BY assets_by_name" : "assets")
      : sql("json_each(?) AS asked CROSS JOIN assets ON assets.account = asked.value", JSON.stringify(accounts));
  return { from, condition: joined(conditions, " AND ") };
}

/** That an asset exists, where no index of those that do is to be used: it would be slower than the table. */
export const EXISTS = sql("+assets.deleted_at_ms IS NULL");

/** What is asked of each asset that exists, beside its account and type. */
export function conditionsOf({ active, search }: AssetChoice): readonly Sql[] {
  const conditions: Sql[] = [];
  if (active !== null) conditions.push(sql(`configured = ${Number(active)}`));
  if (search !== null) {
    const { text, types, accounts } = search;
    conditions.push(
      sql(
        `(instr(${SEARCHED}, ?) > 0 OR +assets.type IN (SELECT value FROM json_each(?))
          OR +assets.account IN (SELECT value FROM json_each(?)))`,
        text,
        types,
        accounts,
      ),
    );
  }
  return conditions;
}

/** The assets of one type in the order of an index, those with a value or those without one. */
function strandOf(type: string, choice: AssetChoice, { column, descending, after }: PageQuery, isValued: boolean): Sql {
  const { column: value, index, isNullable } = COLUMNS[column];
  const conditions = [sql("assets.type = ? AND assets.deleted_at_ms IS NULL", type), ...conditionsOf(choice)];
  if (isNullable) conditions.push(sql(`${value} IS ${isValued ? "NOT " : ""}NULL`));
  if (choice.accounts !== null) {
    conditions.push(sql("+account IN (SELECT value FROM json_each(?))", JSON.stringify(choice.accounts)));
  }
  if (after !== null) {
    const [afterValue, account, key, afterType] = after;
    const isLater = descending ? type < afterType : type > afterType;
    const sign = `${descending ? "<" : ">"}${isLater ? "=" : ""}`;
    if (isValued) conditions.push(sql(`(${value}, account, key) ${sign} (?, ?, ?)`, afterValue, account, key));
    else if (afterValue === null) conditions.push(sql(`(account, key) ${sign} (?, ?)`, account, key));
  }
  return joined(
    [
      sql(`SELECT account, type, key, ${value} AS v FROM assets INDEXED BY ${index} WHERE`),
      joined(conditions, " AND "),
    ],
    " ",
  );
}

/** That an asset comes behind a place. */
function behind(after: Place | null, descending: boolean): Sql {
  if (after === null) return sql("1");
  const [value, ...rest] = after;
  const sign = descending ? "<" : ">";
  if (value === null) return sql(`(v IS NULL AND (account, key, type) ${sign} (?, ?, ?))`, ...rest);
  return sql(`(v IS NULL OR (v, account, key, type) ${sign} (?, ?, ?, ?))`, value, ...rest);
}

function orderOf(
  first: string,
  table: string,
  descending: boolean,
  columns: readonly string[] = ["v", "account", "key", "type"],
): string {
  const prefix = table === "" ? "" : `${table}.`;
  return `${first}${columns.map((column) => `${prefix}${column}${descending ? " DESC" : ""}`).join(", ")}`;
}

function details(order: string): string {
  return `
    SELECT page.v, page.account, ${FIELDS}
    FROM page CROSS JOIN assets ON assets.account = page.account AND assets.type = page.type AND assets.key = page.key
      JOIN accounts ON accounts.id = page.account
    ORDER BY ${order}`;
}

function pageOf(rows: readonly (readonly SQLInputValue[])[]): Page {
  const last = rows.at(-1);
  const [value, account, , type, key] = last ?? [];
  return {
    rows: rows.map(([, , ...fields]) => assetOf(fields as unknown as Fields)),
    last: last === undefined ? null : ([value, account, key, type] as unknown as Place),
  };
}
