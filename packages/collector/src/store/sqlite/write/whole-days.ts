import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { createDayRows, type DayCursor, type DayRow } from "./day-rows.ts";
import { sweep, type SweepInput, type SweepResult } from "./sweep.ts";
import type { WriteContext } from "./write-context.ts";

/** The source of what browsers sent. */
const BROWSER = "";

export interface WholeDaysInput extends SweepInput<DayCursor> {
  /** Days that end before it, or with it, are whole from now on. */
  readonly slot: number;
}

/**
 * Makes the base rows of browsers one a day, in the first slot of it. Every day's sums stay what they are, and so do the
 * rollups; done again, nothing changes. Who adopted something on such a day did so in its first slot from now on. Where a
 * removal from the feature's stage cuts a day in two, each part is one row in its own first slot: no time changes its epoch.
 */
export function createWholeDaysStep(context: WriteContext) {
  const { database, ids } = context;
  const rows = createDayRows(database);
  const mergeTime = createMergeDay(context, "base", TIME_COUNTERS, []);
  const mergeActions = createMergeDay(context, "base_actions", ["count"], ["action"]);
  const mark = database.prepare(
    `INSERT INTO dirty_members (account, user)
     SELECT account, user FROM adoptions WHERE account = ? AND user = ? AND feature = ? AND slot BETWEEN ? AND ? LIMIT 1
     ON CONFLICT DO UPDATE SET taken = 0`,
  );
  const removalsIn = prepareArrays(
    database,
    `SELECT since_slot FROM stage_removals WHERE account = ? AND user = ? AND feature = ? AND since_slot > ? AND since_slot < ?
     ORDER BY epoch`,
  );
  const wholeBelow = prepareArrays(database, "SELECT whole_days_slot FROM workspace");
  const setWholeBelow = database.prepare("UPDATE workspace SET whole_days_slot = ?");

  return ({ slot, cursor }: WholeDaysInput): SweepResult<DayCursor> => {
    const { calendar, watermarkSlot, next } = context.workspace;
    const source = ids.sources.find(BROWSER);
    const [whole] = wholeBelow.get() as unknown as readonly [number];
    const endDay = calendar.dayOfSlot(Math.min(slot, watermarkSlot));
    const endSlot = calendar.firstSlotOf(endDay);
    if (source === undefined || endSlot <= whole || next !== null) return null;
    const start = cursor ?? rows.firstOf(calendar.dayOfSlot(whole));
    const behind = sweep(start, (from) =>
      rows.eachOf(from, endDay, (row) => {
        const first = calendar.firstSlotOf(row.day);
        const end = calendar.firstSlotOf(row.day + 1);
        if (row.action !== null) {
          mergeActions(row, source, first, end);
          return;
        }
        const { account, user, feature } = row;
        const cuts = removalsIn.all(account, user, feature, first, end) as unknown as readonly (readonly [number])[];
        const borders = [first, ...cuts.map(([cut]) => cut), end];
        const merged = borders
          .slice(0, -1)
          .map((border, index) => mergeTime(row, source, border, borders[index + 1] ?? end));
        if (merged.includes(true)) mark.run(account, user, feature, first + 1, end - 1);
      }),
    );
    const done = behind === null ? endSlot : calendar.firstSlotOf(behind.day);
    if (done > whole) setWholeBelow.run(done);
    return behind;
  };
}

/** Merges the rows of one source and one feature, or action, of a member's day into one. Tells whether they weren't one. */
function createMergeDay(
  { database }: WriteContext,
  table: "base" | "base_actions",
  counters: readonly string[],
  moreKeys: readonly "action"[],
) {
  const more = moreKeys.map((key) => `${key}, `).join("");
  const sums = counters.map((counter) => `sum(${counter})`).join(", ");
  const same = `account = ? AND user = ? AND feature = ? AND source = ? ${moreKeys.map((key) => `AND ${key} = ?`).join("")}`;
  const put = database.prepare(`
    INSERT OR REPLACE INTO ${table} (account, user, feature, source, ${more}slot, ${counters.join(", ")})
    SELECT account, user, feature, source, ${more}?, ${sums} FROM ${table} WHERE ${same} AND slot >= ? AND slot < ?
    GROUP BY account HAVING max(slot) > min(slot) OR max(slot) <> ?`);
  const remove = database.prepare(`DELETE FROM ${table} WHERE ${same} AND slot > ? AND slot < ?`);
  return ({ account, user, feature, action }: DayRow, source: number, first: number, end: number): boolean => {
    const key = [account, user, feature, source, ...(action === null ? [] : [action])];
    const { changes } = put.run(first, ...key, first, end, first);
    if (changes > 0) remove.run(...key, first, end);
    return changes > 0;
  };
}
