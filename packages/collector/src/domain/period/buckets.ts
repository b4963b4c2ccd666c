import type { DayRange, WorkspaceDay } from "../day.ts";
import { firstDayOfMonth, firstDayOfNextMonth, firstDayOfWeek } from "./calendar-date.ts";

/** What one point of a chart spans. Weeks are ISO weeks: Monday to Sunday. */
export type BucketUnit = "day" | "week" | "month";

/** The part of one day, week or month that lies in a range. */
export interface Bucket extends DayRange {
  /** Whether the range cuts off days of the week or month, so that it isn't comparable with whole ones. */
  readonly isPartial: boolean;
}

const DAYS_PER_WEEK = 7;

/**
 * Splits a range into days, weeks or months, in order. Together they hold each day of the range once; only the first and
 * the last can be partial. A range that ends before it begins has none.
 */
export function splitIntoBuckets({ from, to }: DayRange, unit: BucketUnit): readonly Bucket[] {
  const buckets: Bucket[] = [];
  let start = from;
  while (start <= to) {
    const whole = wholeBucket(start, unit);
    const end = Math.min(whole.to, to);
    buckets.push({ from: start, to: end, isPartial: start !== whole.from || end !== whole.to });
    start = end + 1;
  }
  return buckets;
}

function wholeBucket(day: WorkspaceDay, unit: BucketUnit): DayRange {
  switch (unit) {
    case "day":
      return { from: day, to: day };
    case "week": {
      const monday = firstDayOfWeek(day);
      return { from: monday, to: monday + DAYS_PER_WEEK - 1 };
    }
    case "month":
      return { from: firstDayOfMonth(day), to: firstDayOfNextMonth(day) - 1 };
  }
}
