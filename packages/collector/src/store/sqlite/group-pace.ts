/** What was written in one transaction. */
export interface Group {
  /** Requests in it. */
  readonly size: number;
  /** When it began, by a clock that nobody sets, ms. */
  readonly beganAtMs: number;
}

/**
 * How long after a small group the next one begins, ms: each costs as much as some eight requests, however few share it, and
 * no browser minds whether a reply took 2 ms or 6.
 */
const SMALL_GROUP_MS = 4;

/** From so many requests on there is nothing to be had by waiting for more. */
const LARGE_GROUP = 8;

/**
 * When the next group may begin. After a small one more requests are waited for; whoever asks alone, one thing after the
 * other, waits for nobody.
 */
export function nextGroupAtMs({ size, beganAtMs }: Group): number {
  return size > 1 && size < LARGE_GROUP ? beganAtMs + SMALL_GROUP_MS : beganAtMs;
}
