import type { Tracker } from "./api.ts";

/** Says on the console what counts and why. */
export function debug(tracker: Tracker): void {
  tracker.subscribe(() => {
    // oxlint-disable-next-line no-console -- That is what it is for.
    console.info("[uptake]", tracker.inspect());
  });
}
