import { IDLE_LIMITS_MS } from "./protocol/index.ts";

/** How often a running process proves itself while a gap is open. */
export const TICK_MS = 5_000;

/** How late a tick or an input may be before the process must have slept. */
export const LATENESS_MS = 2_000;

/** The state machine of active time. Every time is a whole millisecond of the monotonic clock. */
export interface Intervals<Place> {
  /** The document may be measured: a gap opens, unless one may be open already. */
  attend(atMs: number): void;
  /** A sign of life that happened at `atMs` and is handled at `nowMs`: closes the open gap and opens the next. */
  sign(atMs: number, nowMs: number): void;
  /**
   * Blur or hide: a sign too, after which nothing is open.
   * @param isUnload the page goes away by itself or by somebody: closes only a gap that a sign opened, and drops the other.
   */
  leave(atMs: number, isUnload?: boolean): void;
  /** Whether a gap may be open. */
  isAttended(): boolean;
  /** The process still runs. */
  tick(nowMs: number): void;
  /** Time goes to another place from now on (null: to nobody). Splits the open gap and doesn't close it. */
  move(place: Place | null, atMs: number): void;
  /** Forgets the open gap, as sleep does. */
  drop(): void;
  /** When the open gap began; undefined when none is open. */
  openedMs(): number | undefined;
}

/**
 * Credits time from one sign of life to the next, wholly or not at all.
 *
 * ```
 *            attend             sign              leave
 *   closed ─────────▶ open gap ──────▶ open gap ────────▶ closed
 *                        │  ▲ parts, one per place
 *                        └──┘ move              a late tick or sign: dropped
 * ```
 * @param credit called for each part of a gap that counts; parts never overlap. `limit` is the gap's rank: it counts under
 * `IDLE_LIMITS[limit]` and every longer one.
 */
export function createIntervals<Place>(
  credit: (place: Place, fromMs: number, toMs: number, limit: number) => void,
): Intervals<Place> {
  let place: Place | null = null;
  let isAttended = false;
  let isOpenedBySign: boolean;
  let parts: (readonly [place: Place | null, fromMs: number])[] = [];
  /** When the process was last known to run. */
  let beatMs = 0;
  /** The latest instant handled: an input's own time may lie before it, and time must not count twice. */
  let latestMs = 0;

  const advance = (atMs: number) => (latestMs = Math.max(latestMs, atMs));
  const drop = () => {
    parts = [];
  };
  const open = (atMs: number, isSign: boolean) => {
    parts = [[place, advance(atMs)]];
    isOpenedBySign = isSign;
  };
  const tick = (nowMs: number) => {
    if (nowMs - beatMs > TICK_MS + LATENESS_MS) drop();
    beatMs = Math.max(beatMs, nowMs);
  };
  const close = (atMs: number) => {
    const endMs = advance(atMs);
    const lengthMs = endMs - (parts[0]?.[1] ?? endMs);
    parts.forEach(([of, fromMs], index) => {
      const toMs = parts[index + 1]?.[1] ?? endMs;
      if (of !== null && toMs > fromMs)
        credit(
          of,
          fromMs,
          toMs,
          IDLE_LIMITS_MS.findIndex((limitMs) => lengthMs <= limitMs),
        );
    });
    drop();
  };

  return {
    attend(atMs) {
      if (isAttended) return;
      isAttended = true;
      beatMs = atMs;
      open(atMs, false);
    },
    sign(atMs, nowMs) {
      if (!isAttended) return;
      tick(nowMs);
      const isLate = nowMs - atMs > LATENESS_MS;
      if (isLate) drop();
      close(atMs);
      // After it the process stood still: the next gap begins when it runs again.
      open(isLate ? nowMs : atMs, true);
    },
    leave(atMs, isUnload) {
      tick(atMs);
      if (isUnload && !isOpenedBySign) drop();
      close(atMs);
      isAttended = false;
    },
    tick,
    move(next, atMs) {
      place = next;
      if (parts[0]) parts.push([place, advance(atMs)]);
    },
    drop,
    isAttended: () => isAttended,
    openedMs: () => parts[0]?.[1],
  };
}
