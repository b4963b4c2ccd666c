import { guard } from "./edges.ts";
import type { Environment } from "./environment.ts";

/** Smaller differences between two clocks are transit, not skew. */
export const SKEW_MS = 60_000;

/** Answers older than this say nothing about the clock: the process may have slept in between. */
const LONGEST_TRANSIT_MS = 10_000;

/** Not among the `uptake:` keys, which hold writers. */
const OFFSET_KEY = "uptake-offset-ms";

/** Maps monotonic to wall time. */
export interface Clock {
  /** `wall = monotonic + lineMs()`, by the browser's clock and what the collector said about it. A writer keeps its own. */
  lineMs(): number;
  /** Whether the browser's clock has left a writer's line. */
  hasLeft(lineMs: number): boolean;
  /**
   * Compares the browser's clock with a reply's.
   * @returns whether they differ by more than {@link SKEW_MS}; then the offset is learned, and kept for later documents.
   */
  learn(replyNowMs: number, sentAtMs: number): boolean;
}

export function createClock({ page, nowMs, wallMs }: Environment): Clock {
  let offsetMs = guard(() => Number(page.localStorage.getItem(OFFSET_KEY)), 0) || 0;
  const lineMs = () => wallMs() + offsetMs - nowMs();
  return {
    lineMs,
    hasLeft: (line) => Math.abs(lineMs() - line) > SKEW_MS,
    learn(replyNowMs, sentAtMs) {
      const receivedAtMs = wallMs();
      const transitMs = receivedAtMs - sentAtMs;
      if (transitMs < 0 || transitMs > LONGEST_TRANSIT_MS) return false;
      if (!(Math.abs(replyNowMs - receivedAtMs - offsetMs) > SKEW_MS)) return false;
      const measuredMs = Math.round(replyNowMs - receivedAtMs);
      offsetMs = Math.abs(measuredMs) > SKEW_MS ? measuredMs : 0;
      guard(() => page.localStorage.setItem(OFFSET_KEY, String(offsetMs)));
      return true;
    },
  };
}
