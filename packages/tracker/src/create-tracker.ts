import type { Tracker, TrackerOptions } from "./api.ts";
import type { Settings } from "./lifecycle.ts";
import { createTrackerWith } from "./tracker.ts";

/** Options as the script tag's attributes say them. */
export const settingsOf = ({ identity, respect, internal, vitals, debug, ...options }: TrackerOptions): Settings => ({
  ...options,
  ...identity,
  respect: respect?.join(" "),
  internal: internal ? "" : undefined,
  vitals: vitals ? "" : undefined,
  debug: debug === true ? "" : debug || undefined,
});

/**
 * Starts measuring this page, of which there is one: so call it once. What can't be used, such as an empty user or a negative
 * count, is ignored.
 * @example
 * const uptake = createTracker({ key: "pk_…", base: "https://uptake.example.com" });
 * uptake.identify({ account: "acme", user: "u_1" });
 */
export const createTracker = (options: TrackerOptions): Tracker =>
  createTrackerWith(
    (part) => (part === "debug" ? import("./debug.ts") : import("./web-vitals.ts")) as Promise<never>,
    options.definitions,
    () => settingsOf(options),
  );
