import type { Progress } from "../../upkeep.ts";

/** A transaction of this length, and the sync that follows, is what browsers may have to wait for. */
const STEP_MS = 40;

/**
 * Repeats a piece of work, of a few milliseconds, until it is done or the step has taken long enough.
 * @param piece tells whether there is more to do.
 */
export function untilDoneOrLate(piece: () => Progress): Progress {
  const startedAtMs = performance.now();
  while (piece() === "more") {
    if (performance.now() - startedAtMs >= STEP_MS) return "more";
  }
  return "done";
}
