import { slotOf } from "@uptake/tracker/protocol";
import { LATE_WINDOW_SLOTS } from "../domain/late-window.ts";
import type { Upkeep } from "../store/upkeep.ts";
import type { Job } from "./job.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface UpkeepJobsParts {
  readonly upkeep: Upkeep;
  /** Unix ms. */
  readonly now: () => number;
}

/** What keeps the store as small and as fast as it was in its first weeks. */
export function createUpkeepJobs({ upkeep, now }: UpkeepJobsParts): readonly Job[] {
  return [
    // One slot has come of age each time.
    { name: "fold", pauseMs: 15 * MINUTE_MS, step: () => upkeep.foldStep(slotOf(now()) - LATE_WINDOW_SLOTS) },
    { name: "tidy", pauseMs: 6 * HOUR_MS, step: () => upkeep.tidyStep(now()) },
  ];
}
