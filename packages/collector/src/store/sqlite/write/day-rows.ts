import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";

/** What a member has done on a day: in a feature, or of an action in a feature. */
export interface DayRow {
  readonly day: number;
  readonly account: number;
  readonly user: number;
  readonly feature: number;
  /** Null: active time and visits. */
  readonly action: number | null;
}

/** The row behind which to go on: first all of a day's time, then its actions. */
export type DayCursor = DayRow;

/** Goes through the days of members, oldest first, by the rollups: they know what base has without reading all of it. */
export interface DayRows {
  /** Before all rows of a day. */
  firstOf(day: number): DayCursor;
  /**
   * Calls back for some rows behind the cursor, on days before `endDay`.
   * @returns where to go on; null: there are no more.
   */
  eachOf(cursor: DayCursor, endDay: number, call: (row: DayRow) => void): DayCursor | null;
}

/** Rows in one piece of a step: a few milliseconds. */
const ROWS_PER_PIECE = 200;

/** Before every integer of the tables. */
const BEFORE_ALL = -1;

/** Prepares the statements on a connection. */
export function createDayRows(database: DatabaseSync): DayRows {
  const timeOfDay = prepareArrays(
    database,
    `SELECT account, user, feature FROM member_feature_days
     WHERE day = ? AND (account, user, feature) > (?, ?, ?)
     ORDER BY account, user, feature LIMIT ${ROWS_PER_PIECE}`,
  );
  const actionsOfDay = prepareArrays(
    database,
    `SELECT account, user, feature, action FROM member_action_days
     WHERE day = ? AND (account, user, feature, action) > (?, ?, ?, ?)
     ORDER BY account, user, feature, action LIMIT ${ROWS_PER_PIECE}`,
  );
  const nextDay = prepareArrays(
    database,
    `SELECT min(day) FROM (
       SELECT min(day) AS day FROM member_feature_days WHERE day > ?1
       UNION ALL SELECT min(day) FROM member_action_days WHERE day > ?1
     )`,
  );
  const firstOf = (day: number): DayCursor => ({
    day,
    account: BEFORE_ALL,
    user: BEFORE_ALL,
    feature: BEFORE_ALL,
    action: null,
  });
  return {
    firstOf,
    eachOf(cursor, endDay, call) {
      const { day, account, user, feature, action } = cursor;
      if (day >= endDay) return null;
      const rows = (action === null
        ? timeOfDay.all(day, account, user, feature)
        : actionsOfDay.all(day, account, user, feature, action)) as unknown as readonly (readonly [
        number,
        number,
        number,
        number?,
      ])[];
      let last: DayRow | undefined;
      for (const [rowAccount, rowUser, rowFeature, rowAction] of rows) {
        last = { day, account: rowAccount, user: rowUser, feature: rowFeature, action: rowAction ?? null };
        call(last);
      }
      if (last !== undefined) return last;
      if (action === null) return { ...firstOf(day), action: BEFORE_ALL };
      const [next] = nextDay.get(day) as unknown as readonly [number | null];
      return next === null || next >= endDay ? null : firstOf(next);
    },
  };
}
