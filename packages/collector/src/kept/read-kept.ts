import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  KEPT_LAYERS,
  type Kept,
  type KeptListName,
  type KeptQuestion,
  type KeptRows,
  type KeptSums,
  type UseOverDays,
} from "../api/reading/kept.ts";
import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange } from "../domain/day.ts";
import type { ListedKind } from "../domain/subscriptions/company.ts";
import { foldedText, naturalKey } from "../domain/text-order.ts";
import { LOWEST_COUNT, MIN_AGE_MS } from "../domain/usage/lowest-engagement.ts";
import { KEPT_LISTS } from "./kept-lists.ts";
import { createDaysReader, type UseOverDaysSql } from "./kept-days.ts";
import { keptNames, keptSegmentMembers } from "./kept-segments.ts";
import { keptSpans } from "./kept-spans.ts";
import { keptStagePieces, keptStages } from "./kept-stages.ts";
import { keptWaits } from "./kept-waits.ts";
import { createKeptAccountsWhere } from "./kept-accounts-where.ts";
import { createKeptAccountsThen } from "./kept-accounts-then.ts";
import { createLastDaysReader } from "./last-days.ts";
import { keptDays } from "./weeks.ts";
import { createSumsText } from "./sums-text.ts";
import type { KeptSubject } from "./kept-file.ts";

/** The share of a list up to which rows are found by their account, or by a search, before they are sorted. */
const FEW = 0.1;

/** Rows of a file that are read at once. */
const PIECE_ROWS = 500;

/**
 * Reads a complete file of kept figures.
 * @param minAccounts see `Kept`.
 */
export function readKept(
  database: DatabaseSync,
  { day, days: ofDays }: Pick<KeptSubject, "day" | "days">,
  minAccounts: number,
): Kept {
  const statements = new Map<string, StatementSync>();
  /** Prepared once; few forms of each question are ever asked. */
  const prepare = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const all = (sql: string, parameters: Record<string, SQLInputValue> = {}) => prepare(sql).all(parameters);
  const useOver = createDaysReader(database, day);
  const fillLastDays = createLastDaysReader(database);
  const ask: AskLists = { all, use: createUseOf(useOver) };
  const text = createSumsText(database);
  const sumsOf = (rows: readonly Readonly<Record<string, unknown>>[]): KeptSums =>
    text.sumUp(rows.map(({ sums }) => String(sums)));
  return {
    day,
    minAccounts,
    get countedAtMs() {
      return Number(all("SELECT counted_at_ms FROM about")[0]?.["counted_at_ms"]);
    },
    has: (layer) => KEPT_LAYERS.indexOf(layer) < Number(all("SELECT layers FROM about")[0]?.["layers"]),
    list(question) {
      const { total, ids } = sortedIds(ask, question);
      return { total, rows: rowsOf(ask, question, ids) };
    },
    *pieces(question) {
      const { ids } = sortedIds(ask, question);
      for (let start = 0; start < ids.length; start += PIECE_ROWS) {
        yield rowsOf(ask, question, ids.slice(start, start + PIECE_ROWS));
      }
    },
    stages: (question) => keptStages(all, question),
    stagePieces: (question) => keptStagePieces(all, question),
    segmentMembers: (question) => keptSegmentMembers(all, question),
    names: (of, ids) => keptNames(all, of, ids),
    lowestAccounts(scope, period, nowMs) {
      const question = { list: "accounts", scope, period, search: "", order: BY_ENGAGEMENT, offset: 0 } as const;
      const { ids } = sortedIds(ask, { ...question, limit: LOWEST_COUNT }, { sql: IS_ENGAGED, with: { now: nowMs } });
      const lowest = rowsOf(ask, question, ids);
      return { lowest, tied: lowest.length < LOWEST_COUNT ? 0 : tiedWith(ask, question, lowest, nowMs) };
    },
    leftOut(scope, nowMs) {
      const some = scope.kind === "all" ? "" : `WHERE account IN ${ASKED}`;
      const [row] = all(
        `SELECT count(*) FILTER (WHERE ${IS_SILENT}) AS silent, count(*) FILTER (WHERE ${IS_YOUNG}) AS young,
            (SELECT count(*) FROM standings ${some === "" ? "WHERE" : `${some} AND`} in_roster = 0) AS "notInRoster"
          FROM accounts ${some}`,
        { ...asked(scope), now: nowMs },
      );
      const { silent, young, notInRoster } = row ?? {};
      return { silent: Number(silent), young: Number(young), notInRoster: Number(notInRoster) };
    },
    hasDays({ from, to }) {
      return ofDays === "presets" && from <= to && from >= keptDays(day).from;
    },
    useOver(scope, days) {
      const { join, columns, with: bound } = useOver(days);
      const some = scope.kind === "all" ? "" : `WHERE accounts.account IN ${ASKED}`;
      const rows = all(
        `SELECT accounts.account, ${namedColumns(columns)} FROM accounts ${join("accounts.id")} ${some}`,
        { ...asked(scope), ...bound },
      );
      return new Map(rows.map(({ account, ...use }) => [String(account), use as unknown as UseOverDays]));
    },
    spansUntil: (scope, until) => keptSpans(all, fillLastDays, scope, until),
    ...createKeptAccountsThen(database, { all, useOver, fillLastDays }),
    accountsWhere: createKeptAccountsWhere(database, all),
    sums: (part, scope) =>
      sumsOf(
        scope.kind === "all"
          ? all("SELECT sums FROM sums WHERE part = :part", { part })
          : all(`SELECT sums FROM account_sums WHERE part = :part AND account IN ${ASKED}`, { part, ...asked(scope) }),
      ),
    milestoneWaits: (scope) => keptWaits(all, scope),
    sumsByAccount: (part, accounts) =>
      new Map(
        all(`SELECT account, sums FROM account_sums WHERE part = :part AND account IN ${ASKED}`, {
          part,
          accounts: JSON.stringify(accounts),
        }).map((row) => [String(row["account"]), text.read(String(row["sums"]))]),
      ),
    medians: (part) =>
      new Map(
        all("SELECT medians FROM medians WHERE part = :part", { part }).flatMap(({ medians }) =>
          Object.entries(JSON.parse(String(medians)) as KeptSums),
        ),
      ),
    sharedUsers(scope) {
      const some =
        scope.kind === "all" ? "" : `WHERE user IN (SELECT user FROM shared_users WHERE account IN ${ASKED})`;
      const accountsOf = new Map<string, string[]>();
      for (const { user, account } of all(
        `SELECT user, account FROM shared_users ${some} ORDER BY user, account`,
        asked(scope),
      )) {
        accountsOf.set(String(user), [...(accountsOf.get(String(user)) ?? []), String(account)]);
      }
      return accountsOf;
    },
    knownSince(scope) {
      const some = scope.kind === "all" ? "" : `WHERE account IN ${ASKED}`;
      const first = all(`SELECT min(first_day) AS first FROM standings ${some}`, asked(scope))[0]?.["first"];
      return typeof first === "number" ? first : null;
    },
  };
}

/** Asks a question, its statement prepared once. */
export type AskKept = (
  sql: string,
  parameters?: Record<string, SQLInputValue>,
) => readonly Readonly<Record<string, unknown>>[];

/** The accounts of a scope, in SQL; bound by {@link asked}. */
export const ASKED = "(SELECT value FROM json_each(:accounts))";

/** What {@link ASKED} binds; of all accounts nothing. */
export function asked(scope: AccountScope): Record<string, SQLInputValue> {
  return scope.kind === "all" ? {} : { accounts: JSON.stringify(scope.accounts) };
}

/** Asks lists, with the use of a period. */
interface AskLists {
  readonly all: AskKept;
  readonly use: UseOf;
}

/** Sorts by the narrow table, and tells the rows by their integers. */
function sortedIds(
  { all, use: useOf }: AskLists,
  { list, scope, period, search, order, limit, offset }: KeptQuestion,
  more: Condition | null = null,
): KeptIds {
  const { sorts, periodColumns } = KEPT_LISTS[list];
  const needle = foldedText(search.trim());
  const where = (account: string): string => {
    const conditions = [
      ...(scope.kind === "all" ? [] : [`${account} IN ${ASKED}`]),
      ...(needle === "" ? [] : ["instr(search, :needle) > 0"]),
      ...(more === null ? [] : [more.sql]),
    ];
    return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  };
  const filter = { ...asked(scope), ...(needle !== "" && { needle }), ...more?.with };
  const use = order.some(({ by }) => periodColumns.includes(by)) ? useOf(list, period) : NO_USE;
  const terms = order.flatMap(({ by, descending }) => {
    const direction = descending ? "DESC" : "ASC";
    if (periodColumns.includes(by)) return [`${use.columns[by]} ${direction}`];
    if (!sorts.includes(by)) throw new RangeError(`the list ${list} is not kept by ${by}`);
    return [`${list}."${by}" IS NULL`, `${list}."${by}" ${direction}`];
  });
  const countOf = (conditions: string, values: Record<string, SQLInputValue>): number =>
    Number(all(`SELECT count(*) AS total FROM ${list} ${conditions}`, values)[0]?.["total"]);
  const total = countOf(where(`${list}.account`), filter);
  const share = Object.keys(filter).length === 0 ? 1 : total / Math.max(1, countOf("", {}));
  // SQLite doesn't know how many rows a condition leaves. Few are found first and then sorted; many are found on the way
  // through all of them, for which an index on what is sorted by helps, and one on accounts doesn't.
  const isFew = share < FEW;
  const account = isFew ? `${list}.account` : `+${list}.account`;
  const join = use.join(`${list}.id`, isFew);
  const ids = all(
    `SELECT ${list}.id FROM ${list} ${join} ${where(account)}
      ORDER BY ${[...terms, `${list}.key`].join(", ")} LIMIT :limit OFFSET :offset`,
    { ...filter, ...use.with, limit, offset },
  );
  return { total, ids: ids.map(({ id }) => Number(id)) };
}

/** How many more accounts have as much engagement as the last of those that have the least. */
function tiedWith(
  { all, use: useOf }: AskLists,
  { scope, period }: Pick<KeptQuestion, "scope" | "period">,
  lowest: readonly KeptRows["accounts"][],
  nowMs: number,
): number {
  const use = useOf("accounts", period);
  const engagement = lowest.at(-1)?.engagement ?? 0;
  const some = scope.kind === "all" ? "" : `AND accounts.account IN ${ASKED}`;
  const [row] = all(
    `SELECT count(*) AS equal FROM accounts ${use.join("accounts.id", false)}
      WHERE ${use.columns["engagement"]} = :engagement AND ${IS_ENGAGED} ${some}`,
    { ...asked(scope), ...use.with, engagement, now: nowMs },
  );
  return Number(row?.["equal"]) - lowest.filter((one) => one.engagement === engagement).length;
}

interface Condition {
  readonly sql: string;
  readonly with: Readonly<Record<string, SQLInputValue>>;
}

/** Accounts that count among the companies, in the list of accounts. */
export const IS_COMPANY = `accounts."kind" <> '${naturalKey("notInRoster" satisfies ListedKind)}'`;
/** Whom the bottom five are taken from: companies that are neither silent, nor young, nor gone. */
const IS_ENGAGED = `${IS_COMPANY} AND "hasData" = 1 AND ("churnedAt" IS NULL OR "churnedAt" > :now)
  AND ("createdAt" IS NULL OR "createdAt" <= :now - ${MIN_AGE_MS})`;
export const IS_SILENT = `"hasData" = 0 AND ("churnedAt" IS NULL OR "churnedAt" > :now)`;
const IS_YOUNG = `"hasData" = 1 AND ("churnedAt" IS NULL OR "churnedAt" > :now)
  AND "createdAt" > :now - ${MIN_AGE_MS}`;
const BY_ENGAGEMENT = [{ by: "engagement", descending: false }] as const;

interface KeptIds {
  readonly total: number;
  readonly ids: readonly number[];
}

/** The use of each row over a period, in SQL. */
interface UseSql {
  /** @param isFew whether the rows that it is joined to are few, and come first. */
  readonly join: (id: string, isFew: boolean) => string;
  /** By the names of the list's columns of a period. */
  readonly columns: Readonly<Record<string, string>>;
  readonly with: Readonly<Record<string, SQLInputValue>>;
}
const NO_USE: UseSql = { join: () => "", columns: {}, with: {} };

type UseOf = (list: KeptListName, period: KeptQuestion["period"]) => UseSql;

function createUseOf(useOver: (days: DayRange) => UseOverDaysSql): UseOf {
  const crossed = (join: string, isFew: boolean): string => (isFew ? `CROSS ${join}` : join);
  return (list, period) => {
    const { periodColumns } = KEPT_LISTS[list];
    if (periodColumns.length === 0) return NO_USE;
    if (typeof period === "string") {
      return {
        join: (id, isFew) => crossed(`JOIN ${list}_periods AS use ON use.period = :period AND use.id = ${id}`, isFew),
        columns: Object.fromEntries(periodColumns.map((column) => [column, `use."${column}"`])),
        with: { period },
      };
    }
    if (list !== "accounts") throw new RangeError(`the list ${list} is kept over no days of one's own`);
    const { join, columns, with: bound } = useOver(period);
    return { join: (id, isFew) => crossed(join(id), isFew), columns, with: bound };
  };
}

function namedColumns(columns: UseSql["columns"]): string {
  return Object.entries(columns)
    .map(([name, sql]) => `${sql} AS "${name}"`)
    .join(", ");
}

/** Whole rows, in the order of their integers. Each is found by its own: without statistics SQLite would read all of them. */
function rowsOf<Name extends KeptListName>(
  { all, use: useOf }: AskLists,
  { list, period }: Pick<KeptQuestion<Name>, "list" | "period">,
  ids: readonly number[],
): readonly KeptRows[Name][] {
  const use = useOf(list, period);
  const columns = ["kept.row", ...(use === NO_USE ? [] : [namedColumns(use.columns)])];
  const rows = all(
    `SELECT ${columns.join(", ")}
      FROM json_each(:ids) AS page CROSS JOIN ${list}_rows AS kept ON kept.id = page.value ${use.join("kept.id", true)}
      ORDER BY page.key`,
    { ids: JSON.stringify(ids), ...use.with },
  );
  return rows.map(toRow) as unknown as readonly KeptRows[Name][];
}

/** A row as it was counted, with the use of the period. */
function toRow({ row, ...use }: Readonly<Record<string, unknown>>): object {
  return { ...(JSON.parse(String(row)) as object), ...use };
}
