import { TIME_COUNTERS } from "../rollup-tables.ts";
import type { WriteContext } from "./write-context.ts";

/** Most slots folded in one transaction: two hours of cells, so that what browsers send doesn't wait for long. */
const MAX_SLOTS_PER_STEP = 8;

export interface FoldInput {
  /** Where the watermark should get to. */
  readonly slot: number;
}

/**
 * Folds some of the cells below a slot into base and moves the watermark behind them, in one transaction. Only the
 * writer is dropped; its source stays, so the rollups are as they were and a source still replaces exactly its own rows.
 * @returns whether the watermark has got there; if not, call again.
 */
export function createFoldStep(context: WriteContext) {
  const { database } = context;
  const firstCell = database.prepare("SELECT min(slot) AS slot FROM cells");
  const sums = TIME_COUNTERS.map((counter) => `sum(cells.${counter})`).join(", ");
  const grow = TIME_COUNTERS.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(", ");
  const fold = [
    `INSERT INTO base (account, user, feature, slot, source, ${TIME_COUNTERS.join(", ")})
     SELECT writers.account, writers.user, cells.feature, cells.slot, writers.source, ${sums}
     FROM cells JOIN writers ON writers.id = cells.writer WHERE cells.slot < ? GROUP BY 1, 2, 3, 4, 5
     ON CONFLICT DO UPDATE SET ${grow}`,
    `INSERT INTO base_actions (account, user, feature, slot, source, action, count)
     SELECT writers.account, writers.user, cells.feature, cells.slot, writers.source, cells.action, sum(cells.count)
     FROM cell_actions AS cells JOIN writers ON writers.id = cells.writer WHERE cells.slot < ? GROUP BY 1, 2, 3, 4, 5, 6
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    "DELETE FROM cells WHERE slot < ?",
    "DELETE FROM cell_actions WHERE slot < ?",
    "UPDATE workspace SET watermark_slot = ?",
  ].map((sql) => database.prepare(sql));
  // One that was voided stays, so that its page, should it still be open, isn't taken for another.
  const removeWriters = database.prepare("DELETE FROM writers WHERE last_slot < ? AND voided = 0");
  const removeDayCounts = database.prepare("DELETE FROM new_members WHERE day < ?");

  return ({ slot }: FoldInput): boolean => {
    if (slot <= context.workspace.watermarkSlot) return true;
    const first = firstCell.get()?.["slot"];
    const end = Math.min(slot, typeof first === "number" ? first + MAX_SLOTS_PER_STEP : slot);
    for (const statement of fold) statement.run(end);
    context.workspace = { ...context.workspace, watermarkSlot: end };
    if (end < slot) return false;
    // Writers without cells. Once, at the end: it reads them all.
    removeWriters.run(slot);
    removeDayCounts.run(context.workspace.calendar.dayOfSlot(slot));
    context.ids.forget();
    return true;
  };
}
