/** One who could reach something: adopt a feature, or meet a first milestone. */
export interface WaitingCase {
  /** From when it counts, Unix ms; see {@link waitingSince}. */
  readonly sinceMs: number;
  /** Unix ms; null: not yet. */
  readonly reachedAtMs: number | null;
}

/** How long it takes until somebody gets there. */
export interface TimeUntil {
  readonly reached: number;
  /** Those who haven't got there yet. */
  readonly open: number;
  /** After this long half of all have got there; null: that isn't known yet, or there is nobody. */
  readonly medianMs: number | null;
  /** Likewise nine of ten. */
  readonly p90Ms: number | null;
}

/** Shares of those who are still waiting are products of fractions, so they are rounded. */
const ROUNDING = 1e-9;

/**
 * Time to adopt, or to first value, with open cases in it: whoever is still waiting counts as waiting for as long as they
 * have, so those who never get there don't drop out and leave only the quick ones (the Kaplan–Meier estimate). Without open
 * cases these are the plain median and 90th percentile, of an even number the lower middle. What was reached before its
 * `sinceMs` took no time.
 * @param nowMs Unix ms; cases that begin later are left out.
 */
export function timeUntil(cases: readonly WaitingCase[], nowMs: number): TimeUntil {
  const waits = cases
    .filter(({ sinceMs }) => sinceMs <= nowMs)
    .map(({ sinceMs, reachedAtMs }) => ({
      reached: reachedAtMs !== null,
      ms: Math.max(0, (reachedAtMs ?? nowMs) - sinceMs),
    }))
    .toSorted((one, other) => one.ms - other.ms);
  const reached = waits.filter((wait) => wait.reached).length;
  return {
    reached,
    open: waits.length - reached,
    medianMs: timeUntilShare(waits, 0.5),
    p90Ms: timeUntilShare(waits, 0.9),
  };
}

/**
 * From when somebody could have reached something: since they were first seen, or since there is the feature if that is
 * later. Null: they were never seen, so nothing is known of them.
 */
export function waitingSince(firstSeenAtMs: number | null, launchedAtMs: number | null): number | null {
  return firstSeenAtMs === null ? null : Math.max(firstSeenAtMs, launchedAtMs ?? firstSeenAtMs);
}

/** @param waits the shortest first. */
function timeUntilShare(waits: readonly { reached: boolean; ms: number }[], share: number): number | null {
  let waiting = 1;
  for (let start = 0; start < waits.length;) {
    const time = waits[start]?.ms ?? 0;
    let [end, arriving] = [start, 0];
    for (; waits[end]?.ms === time; end++) if (waits[end]?.reached) arriving++;
    if (arriving > 0) {
      waiting *= 1 - arriving / (waits.length - start);
      if (waiting <= 1 - share + ROUNDING) return time;
    }
    start = end;
  }
  return null;
}
