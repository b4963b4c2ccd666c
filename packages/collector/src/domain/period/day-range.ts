import type { DayRange, WorkspaceDay } from "../day.ts";

/** How many days a range holds; both ends count, so one day is 1. */
export function dayCount({ from, to }: DayRange): number {
  return Math.max(0, to - from + 1);
}

/** Every day of a range, in order. */
export function daysIn(range: DayRange): readonly WorkspaceDay[] {
  return Array.from({ length: dayCount(range) }, (_, index) => range.from + index);
}

/** The `count` days that end with a day. */
export function lastDays(count: number, until: WorkspaceDay): DayRange {
  return { from: until - count + 1, to: until };
}

/** Whether a day lies in a range, ends included. */
export function isWithin(day: WorkspaceDay, { from, to }: DayRange): boolean {
  return day >= from && day <= to;
}
