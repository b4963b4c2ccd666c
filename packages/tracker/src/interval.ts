import { IDLE_LIMITS_MS } from "./protocol/index.ts";

/** How often a running process proves itself while a gap is open. */
export const TICK_MS = 5_000;

/** How late a tick or an input may be before the process must have slept. */
export const LATENESS_MS = 2_000;

/** A stretch of monotonic time that counts for one place. */
export interface Credit<Place> {
  readonly place: Place;
  readonly fromMs: number;
  readonly toMs: number;
  /** The gap's rank: it counts under `IDLE_LIMITS[limit]` and every longer one. */
  readonly limit: number;
}

/** The state machine of active time. Every time is a whole millisecond of the monotonic clock. */
export interface Intervals<Place> {
  /** The document became visible, focused and active: a gap opens. */
  attend(atMs: number): void;
  /** A sign of life that happened at `atMs` and is handled at `nowMs`: closes the open gap and opens the next. */
  sign(atMs: number, nowMs: number): void;
  /** Blur or hide: a sign too, after which nothing is open. */
  leave(atMs: number): void;
  /** The page goes away by itself or by somebody: closes only a gap that an input opened, and drops the other. */
  leavePage(atMs: number): void;
  /** The process still runs. */
  tick(nowMs: number): void;
  /** Time goes to another place from now on (null: to nobody). Splits the open gap and doesn't close it. */
  move(place: Place | null, atMs: number): void;
  /** Forgets the open gap, as sleep does. */
  drop(): void;
  /** Whether a gap is open. */
  counting(): boolean;
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
 * @param credit called for each part of a gap that counts, in order; parts never overlap.
 */
export function createIntervals<Place>(credit: (credit: Credit<Place>) => void): Intervals<Place> {
  let place: Place | null = null;
  let attended = false;
  let openedByInput = false;
  let parts: { readonly place: Place | null; readonly fromMs: number }[] = [];
  /** When the process was last known to run. */
  let beatMs = 0;
  /** The latest instant handled: an input's own time may lie before it, and time must not count twice. */
  let latestMs = 0;

  const advance = (atMs: number) => (latestMs = Math.max(latestMs, atMs));
  const drop = () => {
    parts = [];
  };
  const open = (atMs: number, byInput: boolean) => {
    parts = [{ place, fromMs: atMs }];
    openedByInput = byInput;
  };
  const tick = (nowMs: number) => {
    if (nowMs - beatMs > TICK_MS + LATENESS_MS) drop();
    beatMs = nowMs;
  };
  const close = (atMs: number) => {
    const closed = parts;
    drop();
    const lengthMs = atMs - (closed[0]?.fromMs ?? atMs);
    const limit = IDLE_LIMITS_MS.findIndex((limitMs) => lengthMs <= limitMs);
    closed.forEach((part, index) => {
      const toMs = closed[index + 1]?.fromMs ?? atMs;
      if (part.place !== null && toMs > part.fromMs) credit({ place: part.place, fromMs: part.fromMs, toMs, limit });
    });
  };
  const leave = (atMs: number) => {
    tick(atMs);
    close(advance(atMs));
    attended = false;
  };

  return {
    attend(atMs) {
      if (attended) return;
      attended = true;
      beatMs = atMs;
      open(advance(atMs), false);
    },
    sign(atMs, nowMs) {
      if (!attended) return;
      tick(nowMs);
      const signMs = advance(atMs);
      close(signMs);
      open(signMs, true);
    },
    leave,
    leavePage(atMs) {
      if (!openedByInput) drop();
      leave(atMs);
    },
    tick,
    move(next, atMs) {
      place = next;
      if (parts.length > 0) parts.push({ place, fromMs: advance(atMs) });
    },
    drop,
    counting: () => parts.length > 0,
  };
}
