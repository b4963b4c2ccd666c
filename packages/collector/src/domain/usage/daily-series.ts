import type { DayRange, WorkspaceDay } from "../day.ts";
import { daysIn } from "../period/day-range.ts";

/** One amount a day. What a day without an entry means, zero or no data, is said by whoever takes the series. */
export type DailySeries = ReadonlyMap<WorkspaceDay, number>;

/** Sum over a range; a day without an entry adds nothing, and a range that ends before it begins holds 0. */
export function sumOver(series: DailySeries, range: DayRange): number {
  return daysIn(range).reduce((sum, day) => sum + (series.get(day) ?? 0), 0);
}

/**
 * What a counted series, in which a day without an entry is a zero, is known to have been on a day.
 * @param since first day from which anything is known; null: nothing is.
 * @returns null before `since`: no data.
 */
export function countedOn(series: DailySeries, day: WorkspaceDay, since: WorkspaceDay | null): number | null {
  return since === null || day < since ? null : (series.get(day) ?? 0);
}
