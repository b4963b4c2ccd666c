import { IDLE_LIMITS_MS } from "./protocol/index.ts";

/** How often a running process proves itself while a gap is open. */
export const TICK_MS = 5_000;

/** How late a tick or a sign may be before the process must have slept. */
export const LATENESS_MS = 2_000;

/** The state machine of active time. Every time is a whole millisecond of the monotonic clock. */
export interface Intervals<Place> {
  /**
   * The process runs at `nowMs`.
   * @param isAttended whether the document may be measured from now on; as before, unless said. Coming to it opens a gap.
   * Leaving it (blur or hide) is a sign of life, after which nothing is open.
   * @param signMs when a sign of life happened that is handled now: it closes the open gap and opens the next. 0 without.
   * @param isUnload the page goes away by itself or by somebody: closes only a gap that a sign opened, and drops the other.
   */
  pass(nowMs: number, isAttended?: boolean, signMs?: number, isUnload?: boolean): void;
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
 *           attended            sign         not attended
 *   closed ─────────▶ open gap ──────▶ open gap ────────▶ closed
 *                        │  ▲ parts, one per place
 *                        └──┘ move              a late call or sign: dropped
 * ```
 * @param credit called for each part of a gap that counts; parts never overlap. `limit` is the gap's rank: it counts under
 * `IDLE_LIMITS[limit]` and every longer one.
 */
export function createIntervals<Place>(
  credit: (place: Place, fromMs: number, toMs: number, limit: number) => void,
): Intervals<Place> {
  let place: Place | null = null;
  let wasAttended = false;
  let isOpenedBySign: boolean;
  let parts: { readonly of: Place | null; readonly fromMs: number }[] = [];
  /** When the process was last known to run. */
  let beatMs = 0;
  /** The latest instant handled: a sign's own time may lie before it, and time must not count twice. */
  let latestMs = 0;

  const drop = () => {
    parts = [];
  };
  /** The open gap's part until now ends, another begins. */
  const begin = (atMs: number) => parts.push({ of: place, fromMs: (latestMs = Math.max(latestMs, atMs)) });

  return {
    pass(nowMs, isAttended = wasAttended, signMs = 0, isUnload = false) {
      const isLate = signMs && nowMs - signMs > LATENESS_MS;
      if (isLate || nowMs - beatMs > TICK_MS + LATENESS_MS || (isUnload && !isOpenedBySign)) drop();
      beatMs = nowMs;
      if (wasAttended && (signMs || !isAttended) && parts[0]) {
        begin(signMs || nowMs);
        const lengthMs = latestMs - parts[0].fromMs;
        const limit = IDLE_LIMITS_MS.findIndex((limitMs) => lengthMs <= limitMs);
        parts.reduce((part, next) => {
          if (part.of && next.fromMs > part.fromMs) credit(part.of, part.fromMs, next.fromMs, limit);
          return next;
        });
      }
      if (!isAttended || signMs || !wasAttended) drop();
      if (isAttended && (signMs || !wasAttended)) {
        // After a late sign the process stood still: the next gap begins when it runs again.
        begin(wasAttended && !isLate ? signMs : nowMs);
        isOpenedBySign = !!signMs;
      }
      wasAttended = isAttended;
    },
    move(next, atMs) {
      place = next;
      if (parts[0]) begin(atMs);
    },
    drop,
    openedMs: () => parts[0]?.fromMs,
  };
}
