import { LATE_WINDOW_DAYS } from "../../../domain/late-window.ts";
import { dayOf } from "../../../domain/workspace-calendar.ts";
import type { Progress } from "../../upkeep.ts";
import { prepareArrays } from "../database.ts";
import { createFirstCellSlot } from "./fold.ts";
import { untilDoneOrLate } from "./step-budget.ts";
import type { WriteContext } from "./write-context.ts";

const DAY_MS = 86_400_000;

/** How many writers are looked at in one piece of a step: a few milliseconds. */
const WRITERS_PER_PIECE = 2_000;

export interface TidyInput {
  readonly nowMs: number;
}

/**
 * Removes what nobody needs any more. Writers are swept in the order in which they are stored, so that the path of every
 * cell pays for no index; where the sweep has come to is remembered by this process, and lost with it.
 */
export function createTidyStep(context: WriteContext) {
  const { database } = context;
  const removeDayCounts = database.prepare("DELETE FROM new_members WHERE day < ?");
  const removeRefusals = database.prepare("DELETE FROM quarantine WHERE received_at_ms < ?");
  const removeExpired = ["sessions", "sign_in_tokens"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE expires_at_ms <= ?`),
  );
  const lastOfPiece = prepareArrays(
    database,
    `SELECT max(id) FROM (SELECT id FROM writers WHERE id > ? ORDER BY id LIMIT ${WRITERS_PER_PIECE})`,
  );
  // One that was voided stays, so that its page, should it still be open, isn't taken for another.
  const old = "SELECT id FROM writers WHERE id > ? AND id <= ? AND last_slot < ? AND voided = 0";
  const removeVitals = database.prepare(`DELETE FROM writer_vitals WHERE writer IN (${old})`);
  const removeWriters = database.prepare(`DELETE FROM writers WHERE id IN (${old})`);
  const firstCellSlot = createFirstCellSlot(context);
  let sweptId = 0;

  /** Writers keep their integers for as long as they have cells, also below the watermark, where not all are folded. */
  const firstOpenSlot = (): number =>
    Math.min(firstCellSlot() ?? Number.MAX_SAFE_INTEGER, context.workspace.watermarkSlot);

  const removeSmallThings = (nowMs: number): void => {
    // Only today's counts are ever asked for; yesterday's are kept for clocks that are set back.
    removeDayCounts.run(dayOf(nowMs, context.workspace.calendar) - 1);
    removeRefusals.run(nowMs - LATE_WINDOW_DAYS * DAY_MS);
    for (const remove of removeExpired) remove.run(nowMs);
  };

  const sweepWriters = (): Progress => {
    let removed = 0;
    const end = firstOpenSlot();
    const progress = untilDoneOrLate(() => {
      const [last] = lastOfPiece.get(sweptId) as unknown as readonly [number | null];
      if (last === null) return "done";
      removeVitals.run(sweptId, last, end);
      removed += Number(removeWriters.run(sweptId, last, end).changes);
      sweptId = last;
      return "more";
    });
    // Nobody may go on with the integer of a writer that is gone.
    if (removed > 0) context.ids.forget();
    return progress;
  };

  return ({ nowMs }: TidyInput): Progress => {
    if (sweptId === 0) removeSmallThings(nowMs);
    const progress = sweepWriters();
    if (progress === "done") sweptId = 0;
    return progress;
  };
}
