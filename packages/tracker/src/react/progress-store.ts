import type { TrackerProgress } from "../api.ts";
import type { PageTracker } from "./page-tracker.ts";

/** A tracker's progress as React reads it: the same object until something has changed. */
export interface ProgressStore {
  subscribe(onChange: () => void): () => void;
  /** Null until the tracker's script has loaded. */
  read(): TrackerProgress | null;
}

/** Where there is no tracker there is no progress. */
const NO_STORE: ProgressStore = { subscribe: () => () => {}, read: () => null };

const stores = new WeakMap<PageTracker, ProgressStore>();

function createProgressStore(tracker: PageTracker): ProgressStore {
  const listeners = new Set<() => void>();
  let latest: TrackerProgress | null | undefined;
  let end: () => void;
  return {
    subscribe(onChange) {
      if (listeners.size === 0) {
        // Nobody has listened since it was read.
        latest = undefined;
        end = tracker.subscribe((progress) => {
          latest = progress;
          for (const listener of listeners) listener();
        });
      }
      listeners.add(onChange);
      return () => {
        listeners.delete(onChange);
        if (listeners.size === 0) end();
      };
    },
    read: () => (latest === undefined ? (latest = tracker.progress?.() ?? null) : latest),
  };
}

/** The one store of a tracker, however many components read it. */
export function progressStore(tracker: PageTracker | undefined): ProgressStore {
  if (!tracker) return NO_STORE;
  const store = stores.get(tracker) ?? createProgressStore(tracker);
  stores.set(tracker, store);
  return store;
}
