import type { Progress } from "../store/upkeep.ts";

/** Work that the collector does by itself, again and again. */
export interface Job {
  /** For the log. */
  readonly name: string;
  /** From the end of one run to the start of the next, ms. */
  readonly pauseMs: number;
  /** After a step the store's writer belongs to others for this many times as long as the step took; 2 unless given. */
  readonly restsPerStep?: number;
  /**
   * Does a little, some tens of milliseconds of it in the store's writer at most, and tells whether that was all.
   * @param signal aborted when the collector ends: whatever takes longer ends as well.
   */
  step(signal: AbortSignal): Promise<Progress>;
}
