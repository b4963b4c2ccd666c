import { LATE_WINDOW_DAYS } from "../../../domain/late-window.ts";
import { dayOf } from "../../../domain/workspace-calendar.ts";
import type { WriteContext } from "./write-context.ts";

const DAY_MS = 86_400_000;

/** Removes what nobody needs any more, but for writers. */
export function createTidy(context: WriteContext) {
  const { database } = context;
  const removeDayCounts = database.prepare("DELETE FROM new_members WHERE day < ?");
  const removeRefusals = database.prepare("DELETE FROM quarantine WHERE received_at_ms < ?");
  const removeMessages = database.prepare("DELETE FROM counted_messages WHERE slot < ?");
  const removeExpired = ["sessions", "sign_in_tokens"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE expires_at_ms <= ?`),
  );
  return (nowMs: number): void => {
    // Only today's counts are ever asked for; yesterday's are kept for clocks that are set back.
    removeDayCounts.run(dayOf(nowMs, context.workspace.calendar) - 1);
    removeRefusals.run(nowMs - LATE_WINDOW_DAYS * DAY_MS);
    // Below the watermark messages are refused, so nobody asks for their ids.
    removeMessages.run(context.workspace.watermarkSlot);
    for (const remove of removeExpired) remove.run(nowMs);
  };
}
