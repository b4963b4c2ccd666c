import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import type { Amounts } from "./changes.ts";
import { createDayRows, type DayCursor, type DayRow } from "./day-rows.ts";
import { createFirstCellSlot } from "./fold.ts";
import { createNoteChange } from "./note-change.ts";
import { sweep, type SweepInput, type SweepResult } from "./sweep.ts";
import type { WriteContext } from "./write-context.ts";

export interface ForgetDaysInput extends SweepInput<DayCursor> {
  /** Days that end before it, or with it, are forgotten. */
  readonly slot: number;
}

/** Removes what is older than the workspace keeps: base rows, and with them their part of every rollup; web vitals; who was present. */
export function createForgetDaysStep(context: WriteContext) {
  const { database } = context;
  const rows = createDayRows(database);
  const note = createNoteChange(context);
  const firstCellSlot = createFirstCellSlot(context);
  const ofDay = "account = ? AND user = ? AND feature = ? AND slot >= ? AND slot < ?";
  const removeTime = prepareArrays(
    database,
    `DELETE FROM base WHERE ${ofDay} RETURNING ${TIME_COUNTERS.map((counter) => `-${counter}`).join(", ")}`,
  );
  const removeActions = prepareArrays(
    database,
    `DELETE FROM base_actions WHERE ${ofDay} AND action = ? RETURNING -count`,
  );
  const removeDayOf = ["vital_days", "presence", "restatements"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE day = (SELECT min(day) FROM ${table} WHERE day < ?)`),
  );

  const forget = ({ day, account, user, feature, action }: DayRow): void => {
    const { calendar } = context.workspace;
    const first = calendar.firstSlotOf(day);
    const key = [account, user, feature, first, calendar.firstSlotOf(day + 1)];
    const changes = context.changes.member(account, user);
    if (action === null) {
      for (const amounts of removeTime.all(...key) as unknown as readonly Amounts[]) {
        note.baseTime(changes, first, feature, amounts);
      }
    } else {
      for (const [count] of removeActions.all(...key, action) as unknown as readonly (readonly [number])[]) {
        note.baseAction(changes, first, feature, action, count);
      }
    }
  };

  return ({ slot, cursor }: ForgetDaysInput): SweepResult<DayCursor> => {
    const { calendar, watermarkSlot, next } = context.workspace;
    if (next !== null) return null;
    // Cells are never forgotten: they are folded first.
    const endDay = calendar.dayOfSlot(Math.min(slot, watermarkSlot, firstCellSlot() ?? watermarkSlot));
    const behind = sweep(cursor ?? rows.firstOf(Number.MIN_SAFE_INTEGER), (from) => rows.eachOf(from, endDay, forget));
    const removed = removeDayOf.map((statement) => statement.run(endDay).changes);
    if (removed.some((count) => count !== 0)) return behind ?? rows.firstOf(endDay - 1);
    return behind;
  };
}
