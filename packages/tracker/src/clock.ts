import { guard } from "./edges.ts";

/** Smaller differences between two clocks are transit, not skew. */
export const SKEW_MS = 60_000;

/** Answers older than this say nothing about the clock: the process may have slept in between. */
const LONGEST_TRANSIT_MS = 10_000;

/** Not among the `uptake:` keys, which hold writers. */
export const OFFSET_KEY = "uptake-offset-ms";

/** What the collector's clock is ahead of the browser's, as far as it is known. */
let offsetMs = 0;

/** Reads what earlier documents have learned. */
export const openClock = () => {
  offsetMs = Number(guard(() => localStorage[OFFSET_KEY])) || 0;
};

const isSkew = (byMs: number) => Math.abs(byMs) > SKEW_MS;

/** The monotonic clock of `event.timeStamp`, in whole milliseconds: sums of whole numbers are exact. */
export const nowMs = () => Math.round(performance.now());

/** `wall = monotonic + lineMs()`, by the browser's clock and what the collector said about it. A writer keeps its own. */
export const lineMs = () => Date.now() + offsetMs - nowMs();

/** By how much the browser's clock has left a writer's line, positive where it was set forth; 0 where it is still on it. */
export const leftByMs = (line: number) => {
  const byMs = lineMs() - line;
  return isSkew(byMs) ? byMs : 0;
};

/**
 * Compares the browser's clock with a reply's, both Unix ms, and learns the offset if it differs by more than
 * {@link SKEW_MS}; it is kept for later documents.
 */
export const learnOffset = (replyNowMs: number, sentAtMs: number) => {
  const receivedAtMs = Date.now();
  const measuredMs = replyNowMs - receivedAtMs;
  const transitMs = receivedAtMs - sentAtMs;
  if (transitMs >= 0 && transitMs <= LONGEST_TRANSIT_MS && isSkew(measuredMs - offsetMs)) {
    offsetMs = isSkew(measuredMs) ? measuredMs : 0;
    guard(() => (localStorage[OFFSET_KEY] = offsetMs));
  }
};
