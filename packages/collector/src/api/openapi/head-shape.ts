import * as v from "valibot";
import { PERIOD_PRESETS } from "../../domain/period/period.ts";
import { count, flag, idleLimit, text, time } from "./shapes.ts";

/** What every reply of the read API begins with. */
export const head = {
  /** When the collector last committed a cell that this reply could contain; null: nothing yet. */
  asOf: v.pipe(
    v.nullable(time),
    v.description(
      "When the last of what this reply could contain was committed: a browser's cell, or what the host's server told.",
    ),
  ),
  /**
   * Of a large workspace figures are kept, so that nobody waits while everybody is counted: what had come by then is in
   * these. Null: everything was counted for this reply.
   */
  countedAt: v.pipe(
    v.nullable(time),
    v.description(
      "Figures of a large workspace are kept ready: what had come by then is in these. Null: all was counted for this reply.",
    ),
  ),
  definitionVersion: count,
  idleLimit,
  /** IANA name; all days are days of this zone. */
  timeZone: v.pipe(text, v.description("IANA name; all days are days of this zone.")),
  period: v.object({
    name: v.picklist([...PERIOD_PRESETS, "custom"]),
    /** Null: all time. */
    from: v.pipe(v.nullable(text), v.description("ISO date, included; null: all time.")),
    /** Null: all time, until now. */
    to: v.nullable(text),
    /** The last day whose use counts, ISO date: today, or the one that `asOf` asks for. */
    through: v.pipe(text, v.description("The last day whose use counts.")),
    /** Whether the last day of the period is still going on. */
    isOpen: v.pipe(flag, v.description("Whether the last day of the period is still going on.")),
  }),
};

export const replyHead = v.object(head);

/** Of a list: how many rows there are in all. */
export const total = v.pipe(count, v.description("Rows before limit and offset, after search."));
