import type { DatabaseSync } from "node:sqlite";
import type { WorkspaceDay } from "../domain/day.ts";
import { lastUsedDayOf } from "./kept-days.ts";
import { WEEK_DAYS, weekOf } from "./weeks.ts";

/** Weeks in which the last day of use is looked for: most accounts are used in one of these. */
const RECENT_WEEKS = 4;

/** The table that {@link createLastDaysReader} fills: by an account's integer the last day on which it was used. */
export const LAST_DAYS = "temp.last_days";

/**
 * Looks the last day of use up of every account that was used in the weeks before a day. What it was asked last stays, as
 * long as nothing is written.
 * @returns fills {@link LAST_DAYS} with the days until one, and returns the first that was looked at.
 */
export function createLastDaysReader(database: DatabaseSync): (until: WorkspaceDay) => WorkspaceDay {
  database.exec(`
    PRAGMA temp_store = MEMORY;
    CREATE TABLE ${LAST_DAYS} (id INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT`);
  const version = database.prepare("PRAGMA data_version");
  const clear = database.prepare(`DELETE FROM ${LAST_DAYS}`);
  const add = database.prepare(`
    INSERT INTO ${LAST_DAYS} (id, day)
    SELECT accounts.id, max(${lastUsedDayOf(":until")}) AS day
    FROM accounts JOIN account_weeks ON account_weeks.account = accounts.id AND week BETWEEN :first AND :last
    GROUP BY accounts.id HAVING day IS NOT NULL`);
  let filled = "";
  return (until) => {
    const first = weekOf(until) - RECENT_WEEKS + 1;
    const asked = JSON.stringify([until, version.get()]);
    if (asked !== filled) {
      filled = "";
      clear.run();
      add.run({ until, first, last: weekOf(until) });
      filled = asked;
    }
    return first * WEEK_DAYS;
  };
}
