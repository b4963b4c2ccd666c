import type { DayRange, WorkspaceDay } from "../day.ts";
import { percentOf } from "../share.ts";
import { isWithin, lastDays } from "../period/day-range.ts";
import { activeDaysIn } from "./active-users.ts";
import { countCommon } from "./count-common.ts";
import type { DailySeries } from "./daily-series.ts";
import { median } from "./median.ts";

export const FREQUENCY_DAYS = 28;

/** The use of one member, in the 28 days that end with `until` and over all time. */
export interface UseInputs {
  /** Features that the member has adopted. */
  readonly adopted: ReadonlySet<string>;
  /** Features that are meant for the member: of the definitions, without `_other`. */
  readonly relevant: ReadonlySet<string>;
  /** Days with a visit or a presence. */
  readonly activeDays: ReadonlySet<WorkspaceDay>;
  /** Active time of the days that the tracker has seen, over all features; a day without an entry wasn't seen by it. */
  readonly activeMs: DailySeries;
  /** Last day that counts. */
  readonly until: WorkspaceDay;
}

/** How widely, how deeply and how often somebody uses the product. */
export interface BreadthDepthFrequency {
  /** Adopted ÷ relevant features, 0 to 1. Null: none is relevant. */
  readonly breadth: number | null;
  /** Median active time of a day on which the tracker saw the member. Null: it saw none. */
  readonly depthMs: number | null;
  /** Active days ÷ 28. */
  readonly frequencyPercent: number;
}

/**
 * Breadth, depth and frequency, the three dimensions by which Gainsight and CustomerSuccessBox look at adoption. An
 * adopted feature that isn't relevant doesn't count, so breadth never exceeds 1; a day that only the server has seen
 * counts for frequency and, since nobody knows how long it was, not for depth.
 */
export function breadthDepthFrequency(inputs: UseInputs): BreadthDepthFrequency {
  const { adopted, relevant, activeDays, activeMs, until } = inputs;
  const window = lastDays(FREQUENCY_DAYS, until);
  return {
    breadth: relevant.size === 0 ? null : countCommon(relevant, adopted) / relevant.size,
    depthMs: median(valuesIn(activeMs, window)),
    frequencyPercent: percentOf(activeDaysIn(activeDays, window), FREQUENCY_DAYS) ?? 0,
  };
}

function valuesIn(series: DailySeries, window: DayRange): readonly number[] {
  return [...series].filter(([day]) => isWithin(day, window)).map(([, value]) => value);
}
