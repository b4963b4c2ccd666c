import type { DayRange } from "../day.ts";
import { dayCount, lastDays } from "./day-range.ts";

/**
 * The period to compare with: equally many days, immediately before. For the month to date these are the same number of
 * days before the first, not the same dates of the month before, so that both sums have had equally many days.
 * A period that contains the running day is compared with whole days all the same; whoever shows it says so.
 * @returns null for all time, before which there is nothing.
 */
export function previousPeriod(days: DayRange | null): DayRange | null {
  return days === null ? null : lastDays(dayCount(days), days.from - 1);
}
