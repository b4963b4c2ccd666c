import type { WorkspaceDay } from "../day.ts";
import type { BucketUnit } from "./buckets.ts";
import { firstDayOfMonth, firstDayOfWeek } from "./calendar-date.ts";

/**
 * The last days of so many days, weeks or months, the oldest first. The last one ends where one looks, also in the middle of
 * a week or month; the others are whole. Weeks are ISO weeks.
 * @param count how many; of 0 there are none.
 */
export function bucketEnds(lastDay: WorkspaceDay, unit: BucketUnit, count: number): readonly WorkspaceDay[] {
  const ends: WorkspaceDay[] = [];
  for (let end = lastDay; ends.length < count; end = firstDayOf(end, unit) - 1) ends.push(end);
  return ends.toReversed();
}

function firstDayOf(day: WorkspaceDay, unit: BucketUnit): WorkspaceDay {
  switch (unit) {
    case "day":
      return day;
    case "week":
      return firstDayOfWeek(day);
    case "month":
      return firstDayOfMonth(day);
  }
}
