import { LATE_WINDOW_DAYS } from "../../../domain/late-window.ts";
import { dayOf } from "../../../domain/workspace-calendar.ts";
import { prepareArrays } from "../database.ts";
import { createFirstCellSlot } from "./fold.ts";
import { sweep, type SweepInput, type SweepResult } from "./sweep.ts";
import type { WriteContext } from "./write-context.ts";

const DAY_MS = 86_400_000;

/** How many writers are looked at in one piece of a step: a few milliseconds. */
const WRITERS_PER_PIECE = 2_000;

export interface TidyInput extends SweepInput<number> {
  readonly nowMs: number;
}

/**
 * Removes what nobody needs any more. Writers are swept in the order in which they are stored, so that the path of every
 * cell pays for no index.
 */
export function createTidyStep(context: WriteContext) {
  const { database } = context;
  const removeDayCounts = database.prepare("DELETE FROM new_members WHERE day < ?");
  const removeRefusals = database.prepare("DELETE FROM quarantine WHERE received_at_ms < ?");
  const removeMessages = database.prepare("DELETE FROM counted_messages WHERE slot < ?");
  const removeExpired = ["sessions", "sign_in_tokens"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE expires_at_ms <= ?`),
  );
  // One that was voided stays, so that its page, should it still be open, isn't taken for another.
  const isOld = "last_slot < :end AND voided = 0";
  // Most pieces have none to remove: they are read once.
  const piece = prepareArrays(
    database,
    `SELECT max(id), count(*) FILTER (WHERE ${isOld})
      FROM (SELECT id, last_slot, voided FROM writers WHERE id > :after ORDER BY id LIMIT ${WRITERS_PER_PIECE})`,
  );
  const old = `SELECT id FROM writers WHERE id > :after AND id <= :last AND ${isOld}`;
  const removeVitals = database.prepare(`DELETE FROM writer_vitals WHERE writer IN (${old})`);
  const removeWriters = database.prepare(`DELETE FROM writers WHERE id IN (${old})`);
  const firstCellSlot = createFirstCellSlot(context);

  /** Writers keep their integers for as long as they have cells, also below the watermark, where not all are folded. */
  const firstOpenSlot = (): number =>
    Math.min(firstCellSlot() ?? Number.MAX_SAFE_INTEGER, context.workspace.watermarkSlot);

  const removeSmallThings = (nowMs: number): void => {
    // Only today's counts are ever asked for; yesterday's are kept for clocks that are set back.
    removeDayCounts.run(dayOf(nowMs, context.workspace.calendar) - 1);
    removeRefusals.run(nowMs - LATE_WINDOW_DAYS * DAY_MS);
    // Below the watermark messages are refused, so nobody asks for their ids.
    removeMessages.run(context.workspace.watermarkSlot);
    for (const remove of removeExpired) remove.run(nowMs);
  };

  return ({ nowMs, cursor }: TidyInput): SweepResult<number> => {
    if (cursor === null) removeSmallThings(nowMs);
    const end = firstOpenSlot();
    let removed = 0;
    const next = sweep(cursor ?? 0, (after) => {
      const [last, olds] = piece.get({ after, end }) as unknown as readonly [number | null, number];
      if (last === null || olds === 0) return last;
      removeVitals.run({ after, last, end });
      removed += Number(removeWriters.run({ after, last, end }).changes);
      return last;
    });
    // Nobody may go on with the integer of a writer that is gone.
    if (removed > 0) context.ids.forget();
    return next;
  };
}
