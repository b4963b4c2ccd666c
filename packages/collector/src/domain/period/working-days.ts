import type { WorkspaceDay } from "../day.ts";
import { isoWeekday, type IsoWeekday } from "./calendar-date.ts";

/** Monday to Friday. */
export const DEFAULT_WORKING_WEEKDAYS: readonly IsoWeekday[] = [1, 2, 3, 4, 5];

/**
 * The last `count` working days up to and with a day, oldest first. A day that is not a working day itself is passed
 * over. Public holidays are not known, so they count as working days.
 * @param weekdays on which the workspace works; without any there are no working days.
 */
export function lastWorkingDays(
  count: number,
  until: WorkspaceDay,
  weekdays: readonly number[] = DEFAULT_WORKING_WEEKDAYS,
): readonly WorkspaceDay[] {
  if (weekdays.length === 0) return [];
  const days: WorkspaceDay[] = [];
  for (let day = until; days.length < count; day--) {
    if (weekdays.includes(isoWeekday(day))) days.push(day);
  }
  return days.toReversed();
}
