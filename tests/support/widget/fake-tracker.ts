import type { Tracker, TrackerProgress } from "@uptake/tracker";

/** A tracker whose progress a test sets. */
export interface FakeTracker extends Tracker {
  set(progress: TrackerProgress): void;
  readonly listeners: ReadonlySet<(progress: TrackerProgress) => void>;
  /** How often `flush` was called. */
  flushes(): number;
}

/** @param first what it has measured when it appears. */
export function createFakeTracker(first: TrackerProgress): FakeTracker {
  const listeners = new Set<(progress: TrackerProgress) => void>();
  let current = first;
  let flushes = 0;
  return {
    version: "0.0.0",
    identify: () => {},
    reset: () => {},
    track: () => {},
    enter: () => {},
    leave: () => {},
    hold: () => () => {},
    optIn: () => {},
    optOut: () => {},
    inspect: () => ({ status: "on", feature: "_other", why: null, openMs: 0, passive: false, pendingBytes: 0 }),
    progress: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush: async () => {
      flushes += 1;
    },
    stop: () => {},
    set: (progress) => {
      current = progress;
      for (const listener of listeners) listener(progress);
    },
    listeners,
    flushes: () => flushes,
  };
}
