import type { DayRange, WorkspaceDay } from "../day.ts";
import { isWithin } from "../period/day-range.ts";
import { percentOf } from "../share.ts";
import { activeDaysIn } from "./active-users.ts";
import type { DailySeries } from "./daily-series.ts";
import { median } from "./median.ts";

/**
 * Two of the three dimensions by which Gainsight and CustomerSuccessBox look at adoption: how deeply and how often somebody
 * uses the product. How widely is their rate of adopted features.
 */

/** Of so many closed days. */
export const FREQUENCY_DAYS = 28;

/**
 * The median active time of a day on which the tracker saw somebody. Null: it saw them on none of the days.
 * @param activeMs of the days that it has seen, over all features; a day that only the server has seen isn't among them, since
 * nobody knows how long it was.
 */
export function depthMs(activeMs: DailySeries, window: DayRange): number | null {
  return median([...activeMs].filter(([day]) => isWithin(day, window)).map(([, value]) => value));
}

/** Which share of the days of a window somebody was there, in percent. @param activeDays days with a visit or a presence. */
export function frequencyPercent(activeDays: ReadonlySet<WorkspaceDay>, window: DayRange): number {
  return percentOf(activeDaysIn(activeDays, window), window.to - window.from + 1) ?? 0;
}
