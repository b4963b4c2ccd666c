import type { DatabaseSync } from "node:sqlite";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import type { CountedDays } from "./count-days.ts";
import { KEPT_WEEKS, keptDays, splitIntoWeeks, WEEK_DAYS, weekOf, type PartOfWeek, type Week } from "./weeks.ts";

/** The use of accounts day by day, from which that over any days follows. */

const COUNTERS = ["activeMs", "visits", "engagement"] as const;
const DAYS = Array.from({ length: WEEK_DAYS }, (_, day) => day);

/** Days in one integer, a bit each: JavaScript's numbers are exact up to 53 of them. */
const WORD_DAYS = 7 * WEEK_DAYS;
const WORDS = Array.from({ length: Math.ceil((KEPT_WEEKS * WEEK_DAYS) / WORD_DAYS) }, (_, word) => word);

const onDay = (counter: string, day: number): string => `"${counter} ${day}"`;
const bits = (word: number): string => `"days ${word}"`;
/** What a row of a week says. */
export const WEEK_COLUMNS: readonly string[] = [
  ...COUNTERS.map((counter) => `"${counter}"`),
  ...COUNTERS.flatMap((counter) => DAYS.map((day) => onDay(counter, day))),
];

/** What a row of somebody's active days says. */
export const ACTIVE_COLUMNS: readonly string[] = WORDS.map(bits);

/**
 * Accounts are the integers of their list, and their weeks lie together: some weeks of all accounts are added up without
 * being sorted. A week's sums come first: whole weeks need no more of a row.
 */
export const DAYS_TABLES = `
  CREATE TABLE IF NOT EXISTS account_weeks (
    account INTEGER NOT NULL, week INTEGER NOT NULL, ${WEEK_COLUMNS.map((column) => `${column} REAL NOT NULL`).join(", ")},
    PRIMARY KEY (account, week)
  ) STRICT, WITHOUT ROWID;
  -- On which of the kept days whom was active: bits, ${WORD_DAYS} days in a column, the first day in the lowest one.
  CREATE TABLE IF NOT EXISTS active_days (
    account INTEGER NOT NULL, user TEXT NOT NULL, ${ACTIVE_COLUMNS.map((column) => `${column} INTEGER NOT NULL`).join(", ")},
    PRIMARY KEY (account, user)
  ) STRICT, WITHOUT ROWID;
`;

/** Replaces the use of an account on the days that were counted; takes all of it away where nothing was. */
export function createDaysWriter(database: DatabaseSync): (account: number, counted: CountedDays | null) => void {
  const putWeek = database.prepare(`
    INSERT OR REPLACE INTO account_weeks (week, account, ${WEEK_COLUMNS.join(", ")})
    VALUES (?, ?, ${WEEK_COLUMNS.map(() => "?").join(", ")})`);
  const removeWeek = database.prepare("DELETE FROM account_weeks WHERE week = ? AND account = ?");
  const removeWeeks = database.prepare("DELETE FROM account_weeks WHERE account = ?");
  const removeActive = database.prepare("DELETE FROM active_days WHERE account = ?");
  const addActive = database.prepare(`
    INSERT INTO active_days (account, user, ${ACTIVE_COLUMNS.join(", ")}) VALUES (?, ?, ${ACTIVE_COLUMNS.map(() => "?").join(", ")})
    ON CONFLICT DO UPDATE SET ${ACTIVE_COLUMNS.map((column) => `${column} = ${column} | excluded.${column}`).join(", ")}`);
  const putWeekOf = (account: number, week: Week, use: CountedDays["use"]): void => {
    const days = DAYS.map((day) => use.get(week * WEEK_DAYS + day));
    if (days.every((day) => day === undefined)) return void removeWeek.run(week, account);
    const byCounter = COUNTERS.map((counter) => days.map((day) => day?.[counter] ?? 0));
    const sums = byCounter.map((values) => values.reduce((sum, value) => sum + value, 0));
    putWeek.run(week, account, ...sums, ...byCounter.flat());
  };
  return (account, counted) => {
    if (counted === null) {
      removeWeeks.run(account);
      removeActive.run(account);
      return;
    }
    const { days, firstKept, use, active } = counted;
    for (let week = weekOf(days.from); week <= weekOf(days.to); week++) putWeekOf(account, week, use);
    // Days only come to those of a week that is counted alone: what takes any away has the whole account counted again.
    if (days.from === firstKept) removeActive.run(account);
    for (const [user, own] of active) addActive.run(account, user, ...wordsOf(own, firstKept));
  };
}

function wordsOf(days: Iterable<WorkspaceDay>, first: WorkspaceDay): readonly number[] {
  const words = WORDS.map(() => 0);
  for (const day of days) {
    const word = Math.floor((day - first) / WORD_DAYS);
    words[word] = (words[word] ?? 0) + 2 ** ((day - first) % WORD_DAYS);
  }
  return words;
}

/** The table that {@link createDaysReader} fills: the use of each account of the list, by its integer. */
const USE_OVER_DAYS = "temp.use_over_days";

/** The use of accounts over some days, in SQL. */
export interface UseOverDaysSql {
  /** Joined by the account's integer, which `id` names. */
  readonly join: (id: string) => string;
  /** By the name of a column, of whom is joined. */
  readonly columns: Readonly<Record<"activeMs" | "visits" | "engagement" | "activeUsers", string>>;
  /** What the columns bind. */
  readonly with: Readonly<Record<string, number>>;
}

/**
 * Adds the use of all accounts over some days up. What it was asked last stays, as long as nothing is written: the next page
 * and another sort of the same days cost nothing. Who was active is counted for the rows that are read.
 * @param lastDay of the file.
 */
export function createDaysReader(database: DatabaseSync, lastDay: WorkspaceDay): (days: DayRange) => UseOverDaysSql {
  database.exec(`
    PRAGMA temp_store = MEMORY;
    CREATE TABLE ${USE_OVER_DAYS} (
      id INTEGER PRIMARY KEY, "activeMs" REAL NOT NULL, visits REAL NOT NULL, engagement REAL NOT NULL
    ) STRICT`);
  const version = database.prepare("PRAGMA data_version");
  const first = keptDays(lastDay).from;
  let filled = "";
  return (days) => {
    const asked = JSON.stringify([days, version.get()]);
    if (asked !== filled) {
      filled = "";
      database.exec(`DELETE FROM ${USE_OVER_DAYS}; ${fillSql(days)}`);
      filled = asked;
    }
    return useOver(days, first);
  };
}

/** The text depends on which words the days are in, not on the days: few statements are ever prepared. */
function useOver({ from, to }: DayRange, first: WorkspaceDay): UseOverDaysSql {
  const days = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const masks = [...wordsOf(days, first).entries()].filter(([, mask]) => mask !== 0);
  const isActive = masks.map(([word]) => `${bits(word)} & masks.mask${word} <> 0`).join(" OR ");
  // Bound wherever it is joined, whichever columns are read.
  const bound = masks.map(([word]) => `:mask${word} AS mask${word}`).join(", ");
  return {
    join: (id) => `JOIN ${USE_OVER_DAYS} AS use ON use.id = ${id} CROSS JOIN (SELECT ${bound}) AS masks`,
    columns: {
      activeMs: `use."activeMs"`,
      visits: "use.visits",
      engagement: "use.engagement",
      activeUsers: `(SELECT count(*) FROM active_days WHERE account = use.id AND (${isActive}))`,
    },
    with: Object.fromEntries(masks.map(([word, mask]) => [`mask${word}`, mask])),
  };
}

/** All values are whole numbers of this file's making. */
function fillSql(days: DayRange): string {
  const { whole, parts } = splitIntoWeeks(days);
  const weeks = [...parts.map(({ week }) => week), ...(whole === null ? [] : [whole.first, whole.last])];
  const sumOver = (counter: string): string => {
    const ofParts = parts.map((part) => `WHEN ${part.week} THEN ${sumOf(counter, part)}`).join(" ");
    const ofWeek = `weeks."${counter}"`;
    return `ifnull(sum(${ofParts === "" ? ofWeek : `CASE weeks.week ${ofParts} ELSE ${ofWeek} END`}), 0)`;
  };
  return `
    INSERT INTO ${USE_OVER_DAYS} (id, "activeMs", visits, engagement)
    SELECT accounts.id, ${COUNTERS.map(sumOver).join(", ")}
    FROM accounts LEFT JOIN account_weeks AS weeks ON weeks.account = accounts.id
      AND weeks.week BETWEEN ${Math.min(...weeks)} AND ${Math.max(...weeks)}
    GROUP BY accounts.id`;
}

/** The last day of use in a row of a week, none after a day that is bound; null: there is none. */
export function lastUsedDayOf(until: string): string {
  const cases = DAYS.toReversed().map((day) => {
    const isUsed = `(${onDay("activeMs", day)} > 0 OR ${onDay("visits", day)} > 0)`;
    return `WHEN ${isUsed} AND week * ${WEEK_DAYS} + ${day} <= ${until} THEN week * ${WEEK_DAYS} + ${day}`;
  });
  return `CASE ${cases.join(" ")} END`;
}

function sumOf(counter: string, { from, to }: PartOfWeek): string {
  return DAYS.filter((day) => day >= from && day <= to)
    .map((day) => `weeks.${onDay(counter, day)}`)
    .join(" + ");
}
