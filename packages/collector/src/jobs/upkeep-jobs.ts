import { slotOf } from "@uptake/tracker/protocol";
import { LATE_WINDOW_DAYS } from "../domain/late-window.ts";
import type { Upkeep } from "../store/upkeep.ts";
import type { Job } from "./job.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface UpkeepJobsParts {
  readonly upkeep: Upkeep;
  /** How long slots are kept, days; what is older is kept by whole days. */
  readonly slotDays: number;
  /** How long anything that happened is kept, days; null: for ever. */
  readonly retentionDays: number | null;
  /** Unix ms. */
  readonly now: () => number;
}

/** What keeps the store as small and as fast as it was in its first weeks. */
export function createUpkeepJobs(parts: UpkeepJobsParts): readonly Job[] {
  const { upkeep, slotDays, retentionDays, now } = parts;
  const slotBefore = (days: number): number => slotOf(now() - days * DAY_MS);
  return [
    // One slot has come of age each time.
    { name: "fold", pauseMs: 15 * MINUTE_MS, step: () => upkeep.foldStep(slotBefore(LATE_WINDOW_DAYS)) },
    { name: "whole days", pauseMs: HOUR_MS, step: () => upkeep.wholeDaysStep(slotBefore(slotDays)) },
    ...(retentionDays === null
      ? []
      : [{ name: "retention", pauseMs: HOUR_MS, step: () => upkeep.forgetDaysStep(slotBefore(retentionDays)) }]),
    { name: "time zone", pauseMs: MINUTE_MS, step: () => upkeep.timeZoneStep() },
    // Nobody waits for it.
    { name: "tidy", pauseMs: 6 * HOUR_MS, restsPerStep: 10, step: () => upkeep.tidyStep(now()) },
  ];
}
