import type { DatabaseSync } from "node:sqlite";
import type { AccountsThen, AccountsThenQuestion } from "../api/reading/kept.ts";
import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { foldedText } from "../domain/text-order.ts";
import { LOWEST_COUNT, MIN_AGE_MS } from "../domain/usage/lowest-engagement.ts";
import type { UseOverDaysSql } from "./kept-days.ts";
import { KEPT_LISTS } from "./kept-lists.ts";
import { LAST_DAYS } from "./last-days.ts";
import { ASKED, asked, IS_COMPANY, type AskKept } from "./read-kept.ts";

/** The accounts that there were at the end of a day, by their integers: when they had last been heard of, Unix ms, and whether anything had come. */
const ACCOUNTS_THEN = "temp.accounts_then";

/** What tells it, prepared by the file's reader. */
interface AccountsThenParts {
  readonly all: AskKept;
  readonly useOver: (days: DayRange) => UseOverDaysSql;
  /** @returns the first day that was looked at. */
  readonly fillLastDays: (until: WorkspaceDay) => WorkspaceDay;
}

/** Tells `Kept.unusedLately` and `Kept.accountsThen`. */
export function createKeptAccountsThen(
  database: DatabaseSync,
  { all, useOver, fillLastDays }: AccountsThenParts,
): {
  unusedLately(scope: AccountScope, day: WorkspaceDay): readonly string[];
  accountsThen(question: AccountsThenQuestion): AccountsThen;
} {
  database.exec(`
    PRAGMA temp_store = MEMORY;
    CREATE TABLE ${ACCOUNTS_THEN} (id INTEGER PRIMARY KEY, "lastReceivedAt" REAL, "hasData" INTEGER NOT NULL) STRICT`);
  const clear = database.prepare(`DELETE FROM ${ACCOUNTS_THEN}`);
  const addUsed = (some: string) => `
    INSERT INTO ${ACCOUNTS_THEN} (id, "lastReceivedAt", "hasData")
    SELECT accounts.id, CASE
      WHEN "lastReceivedAt" IS NULL OR "lastReceivedAt" <= :until THEN "lastReceivedAt"
      ELSE json_extract(:ends, '$[' || (recent.day - CAST(:first AS INTEGER)) || ']') END, 1
    FROM ${LAST_DAYS} AS recent CROSS JOIN accounts ON accounts.id = recent.id ${some}`;
  const addOthers = database.prepare(`
    INSERT OR IGNORE INTO ${ACCOUNTS_THEN} (id, "lastReceivedAt", "hasData")
    SELECT accounts.id, value ->> 'lastReceivedAtMs', value ->> 'hasData' FROM json_each(:others) JOIN accounts ON accounts.account = value ->> 'account'`);

  /** Fills {@link ACCOUNTS_THEN}. */
  const fill = ({ scope, lastDay, untilMs, lastMomentOf, others }: AccountsThenQuestion): void => {
    const first = fillLastDays(lastDay);
    const ends = Array.from({ length: lastDay - first + 1 }, (_, index) => lastMomentOf(first + index));
    clear.run();
    all(addUsed(scope.kind === "all" ? "" : `WHERE accounts.account IN ${ASKED}`), {
      ...asked(scope),
      until: untilMs,
      first,
      ends: JSON.stringify(ends),
    });
    addOthers.run({ others: JSON.stringify(others) });
  };

  return {
    unusedLately(scope, day) {
      fillLastDays(day);
      const some = scope.kind === "all" ? "" : `AND accounts.account IN ${ASKED}`;
      const rows = all(
        `SELECT account FROM accounts LEFT JOIN ${LAST_DAYS} AS recent ON recent.id = accounts.id
          WHERE recent.id IS NULL ${some}`,
        asked(scope),
      );
      return rows.map(({ account }) => String(account));
    },
    accountsThen(question) {
      const { days, untilMs, search, order, limit, offset } = question;
      const use = useOver(days);
      const joinUse = `CROSS ${use.join("there.id")}`;
      fill(question);
      const needle = foldedText(search.trim());
      const found = needle === "" ? "" : "WHERE instr(search, :needle) > 0";
      const filter = needle === "" ? {} : { needle };
      const there = `${ACCOUNTS_THEN} AS there CROSS JOIN accounts ON accounts.id = there.id`;
      const [counts] = all(
        `SELECT count(*) ${found === "" ? "" : `FILTER (${found})`} AS total,
            count(*) FILTER (WHERE there."hasData" = 0 AND ${ISNT_GONE}) AS silent,
            count(*) FILTER (WHERE ${IS_HEARD} AND "createdAt" > :until - ${MIN_AGE_MS}) AS young,
            (SELECT count(*) FROM standings CROSS JOIN accounts ON accounts.account = standings.account
              WHERE standings.in_roster = 0 AND accounts.id IN (SELECT id FROM ${ACCOUNTS_THEN})) AS "notInRoster"
          FROM ${there}`,
        { ...filter, until: untilMs },
      );
      const { total, silent, young, notInRoster } = counts ?? {};
      const page = all(
        `SELECT accounts.account FROM ${there} ${joinUse} ${found}
          ORDER BY ${[...order.map((term) => termOf(term, use)), "accounts.key"].join(", ")} LIMIT :limit OFFSET :offset`,
        { ...filter, ...use.with, limit, offset },
      );
      const tiedWith = (engagement: number): number =>
        Number(
          all(
            `SELECT count(*) AS equal FROM ${there} ${joinUse} WHERE use.engagement = :engagement AND ${IS_COMPANY} AND ${IS_GROWN}`,
            { until: untilMs, engagement },
          )[0]?.["equal"],
        );
      const lowest = all(
        `SELECT accounts.account, kept.row ->> 'name' AS name, lowest.engagement
          FROM (
            SELECT there.id, use.engagement FROM ${there} ${joinUse}
            WHERE ${IS_COMPANY} AND ${IS_GROWN}
            ORDER BY use.engagement, accounts.key LIMIT ${LOWEST_COUNT}
          ) AS lowest JOIN accounts ON accounts.id = lowest.id JOIN accounts_rows AS kept ON kept.id = lowest.id
          ORDER BY lowest.engagement, accounts.key`,
        { until: untilMs },
      );
      const last = lowest.length < LOWEST_COUNT ? null : Number(lowest.at(-1)?.["engagement"]);
      return {
        total: Number(total),
        silent: Number(silent),
        young: Number(young),
        notInRoster: Number(notInRoster),
        accounts: page.map(({ account }) => String(account)),
        lowest: lowest.map(({ account, name, engagement }) => ({
          account: String(account),
          name: String(name),
          engagement: Number(engagement),
        })),
        tied: last === null ? 0 : tiedWith(last) - lowest.filter(({ engagement }) => engagement === last).length,
      };
    },
  };
}

/** Of those that there were, who hadn't left by then; and who had been heard of. */
const ISNT_GONE = `("churnedAt" IS NULL OR "churnedAt" > :until)`;
const IS_HEARD = `there."hasData" = 1 AND ${ISNT_GONE}`;
/** And who isn't young: of the companies among them the bottom five are taken. */
const IS_GROWN = `${IS_HEARD} AND ("createdAt" IS NULL OR "createdAt" <= :until - ${MIN_AGE_MS})`;

function termOf({ by, descending }: AccountsThenQuestion["order"][number], { columns }: UseOverDaysSql): string {
  const direction = descending ? "DESC" : "ASC";
  if (by in columns) return `${columns[by as keyof typeof columns]} ${direction}`;
  const column = by === "lastReceivedAt" ? `there."${by}"` : `accounts."${by}"`;
  if (!KEPT_LISTS.accounts.sorts.includes(by)) throw new RangeError(`accounts of an earlier day are not kept by ${by}`);
  return `${column} IS NULL, ${column} ${direction}`;
}
