import type { Tracker, TrackerOptions } from "./api.ts";
import { createTrackerWith } from "./tracker.ts";

/**
 * Starts measuring this page, of which there is one: so call it once. What can't be used, such as an empty user or a negative
 * count, is ignored.
 * @example
 * const uptake = createTracker({ key: "pk_…", base: "https://uptake.example.com" });
 * uptake.identify({ account: "acme", user: "u_1" });
 */
export const createTracker = (options: TrackerOptions): Tracker =>
  createTrackerWith({ vitals: () => import("./web-vitals.ts"), debug: () => import("./debug.ts") }, options);
