import type { Tracker, TrackerProgress } from "@uptake/tracker";
import { guard } from "./guard.ts";

/** The first wait for a tracker that isn't on the page yet; each wait is twice the last. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;

/** Someone who follows a tracker. */
export interface Following {
  /** The tracker, once found. */
  tracker(): Tracker | null;
  /** Ends the subscription and the waiting. */
  stop(): void;
}

/**
 * Waits for a tracker as long as need be, then calls back with its progress now and after each change.
 * @param find what might be a tracker: the script tag's stub stands in `window.uptake` until the real one arrives.
 */
export function followTracker(find: () => unknown, onProgress: (progress: TrackerProgress) => void): Following {
  let found: Tracker | null = null;
  let unsubscribe: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const listen = guard(onProgress);
  const attempt = guard((waitMs: number) => {
    const candidate = find();
    if (isTracker(candidate)) {
      found = candidate;
      unsubscribe = candidate.subscribe(listen);
      listen(candidate.progress());
    } else {
      timer = setTimeout(() => attempt(Math.min(waitMs * 2, LONGEST_WAIT_MS)), waitMs);
    }
  });
  attempt(FIRST_WAIT_MS);

  return {
    tracker: () => found,
    stop: () => {
      clearTimeout(timer);
      unsubscribe?.();
    },
  };
}

function isTracker(candidate: unknown): candidate is Tracker {
  const tracker = candidate as Partial<Tracker> | null | undefined;
  return typeof tracker?.subscribe === "function" && typeof tracker.progress === "function";
}
