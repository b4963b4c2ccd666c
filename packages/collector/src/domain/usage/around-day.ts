import type { DayRange, WorkspaceDay } from "../day.ts";
import { dayCount } from "../period/day-range.ts";
import { sumOver, type DailySeries } from "./daily-series.ts";

/** So many closed days on each side of a day are compared, where there are so many. */
export const AROUND_DAYS = 14;

/** The mean of a number over the days that are known. */
export interface MeanOverDays {
  /** From the first to the last day that counts. */
  readonly days: DayRange;
  readonly mean: number;
}

/** The closed days right before a day and right after it, which itself belongs to neither. */
export function daysAround(
  day: WorkspaceDay,
  lastClosedDay: WorkspaceDay,
): { readonly before: DayRange; readonly after: DayRange } {
  return {
    before: { from: day - AROUND_DAYS, to: Math.min(day - 1, lastClosedDay) },
    after: { from: day + 1, to: Math.min(day + AROUND_DAYS, lastClosedDay) },
  };
}

/**
 * The mean per day over the days of a range that are known: an empty one among them is a zero.
 * @param since first day from which anything is known; null: nothing is.
 * @returns null: no day is known.
 */
export function meanOverDays(values: DailySeries, range: DayRange, since: WorkspaceDay | null): MeanOverDays | null {
  if (since === null) return null;
  const days = { from: Math.max(since, range.from), to: range.to };
  const count = dayCount(days);
  return count === 0 ? null : { days, mean: sumOver(values, days) / count };
}
