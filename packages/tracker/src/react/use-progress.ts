import { useSyncExternalStore } from "react";
import type { Tracker, TrackerProgress } from "../api.ts";
import { pageTracker } from "./page-tracker.ts";
import { progressStore } from "./progress-store.ts";

const readOnServer = () => null;

/**
 * What this page has measured so far, as `progress()` says it; renders again after each change, at most once per animation
 * frame.
 * @param tracker what `createTracker` returned; `window.uptake` unless given.
 * @returns null on a server, and until there is a tracker.
 */
export function useProgress(tracker?: Tracker): TrackerProgress | null {
  const { subscribe, read } = progressStore(tracker ?? pageTracker());
  return useSyncExternalStore(subscribe, read, readOnServer);
}
