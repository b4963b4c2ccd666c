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

/** Accounts are the integers of their list. A week's sums come first: whole weeks need no more of a row. */
export const DAYS_TABLES = `
  CREATE TABLE IF NOT EXISTS account_weeks (
    week INTEGER NOT NULL, account INTEGER NOT NULL, ${WEEK_COLUMNS.map((column) => `${column} REAL NOT NULL`).join(", ")},
    PRIMARY KEY (week, account)
  ) STRICT, WITHOUT ROWID;
  -- On which of the kept days whom was active: bits, ${WORD_DAYS} days in a column, the first day in the lowest one.
  CREATE TABLE IF NOT EXISTS active_days (
    account INTEGER NOT NULL, user TEXT NOT NULL, ${ACTIVE_COLUMNS.map((column) => `${column} INTEGER NOT NULL`).join(", ")},
    PRIMARY KEY (account, user)
  ) STRICT, WITHOUT ROWID;
`;

/** Replaces the use of an account on the days that were counted. */
export function createDaysWriter(database: DatabaseSync): (account: number, counted: CountedDays) => void {
  const putWeek = database.prepare(`
    INSERT OR REPLACE INTO account_weeks (week, account, ${WEEK_COLUMNS.join(", ")})
    VALUES (?, ?, ${WEEK_COLUMNS.map(() => "?").join(", ")})`);
  const removeWeek = database.prepare("DELETE FROM account_weeks WHERE week = ? AND account = ?");
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
  return (account, { days, firstKept, use, active }) => {
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
export const USE_OVER_DAYS = "temp.use_over_days";

/**
 * Adds the use of all accounts over some days up. What it was asked last stays, as long as nothing is written: the next page
 * and another sort of the same days cost nothing.
 * @param lastDay of the file.
 * @returns fills {@link USE_OVER_DAYS}.
 */
export function createDaysReader(database: DatabaseSync, lastDay: WorkspaceDay): (days: DayRange) => void {
  database.exec(`
    PRAGMA temp_store = MEMORY;
    CREATE TABLE ${USE_OVER_DAYS} (
      id INTEGER PRIMARY KEY, "activeMs" REAL NOT NULL, visits REAL NOT NULL, engagement REAL NOT NULL, "activeUsers" REAL NOT NULL
    ) STRICT`);
  const version = database.prepare("PRAGMA data_version");
  const first = keptDays(lastDay).from;
  let filled = "";
  return (days) => {
    const asked = JSON.stringify([days, version.get()]);
    if (asked === filled) return;
    filled = "";
    database.exec(`DELETE FROM ${USE_OVER_DAYS}; ${fillSql(days, first)}`);
    filled = asked;
  };
}

/** All values are whole numbers of this file's making. */
function fillSql(days: DayRange, first: WorkspaceDay): string {
  const { whole, parts } = splitIntoWeeks(days);
  const weeks = [
    ...(whole === null
      ? []
      : [
          `SELECT account, ${COUNTERS.map((counter) => `"${counter}"`).join(", ")} FROM account_weeks
          WHERE week BETWEEN ${whole.first} AND ${whole.last}`,
        ]),
    ...parts.map(
      (part) => `SELECT account, ${COUNTERS.map((counter) => `${sumOf(counter, part)} AS "${counter}"`).join(", ")}
        FROM account_weeks WHERE week = ${part.week}`,
    ),
  ];
  const daysOf = Array.from({ length: days.to - days.from + 1 }, (_, index) => days.from + index);
  const masks = wordsOf(daysOf, first);
  const isActive = masks.flatMap((mask, word) => (mask === 0 ? [] : [`${bits(word)} & ${mask} <> 0`]));
  return `
    INSERT INTO ${USE_OVER_DAYS} (id, "activeMs", visits, engagement, "activeUsers")
    SELECT accounts.id, ifnull(use."activeMs", 0), ifnull(use.visits, 0), ifnull(use.engagement, 0), ifnull(active.users, 0)
    FROM accounts
      LEFT JOIN (
        SELECT account, ${COUNTERS.map((counter) => `sum("${counter}") AS "${counter}"`).join(", ")}
        FROM (${weeks.join(" UNION ALL ")}) GROUP BY account
      ) AS use ON use.account = accounts.id
      LEFT JOIN (
        SELECT account, count(*) AS users FROM active_days WHERE ${isActive.join(" OR ")} GROUP BY account
      ) AS active ON active.account = accounts.id`;
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
    .map((day) => onDay(counter, day))
    .join(" + ");
}
