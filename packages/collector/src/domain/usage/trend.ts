import type { DayRange, WorkspaceDay } from "../day.ts";
import { splitIntoBuckets, type Bucket, type BucketUnit } from "../period/buckets.ts";
import { daysIn, lastDays } from "../period/day-range.ts";
import { changeBetween, type Change } from "./change.ts";
import { countedOn, sumOver, type DailySeries } from "./daily-series.ts";
import { median } from "./median.ts";

const MEDIAN_DAYS = 7;

/** What a trend is drawn from. */
export interface TrendInputs {
  /** A metric by day; a day without an entry is a zero. */
  readonly values: DailySeries;
  /**
   * The metric over several days, if it may not be summed: distinct people, or how many there were at the end. The sum
   * unless given, as of active time, visits and engagement.
   */
  readonly valueIn?: (days: DayRange) => number;
  /** First day from which anything is known; null: nothing is. Days before it are no data, not zeros. */
  readonly since: WorkspaceDay | null;
  readonly days: DayRange;
  /** What to compare with; null: nothing, as for all time. */
  readonly previous: DayRange | null;
  readonly unit: BucketUnit;
}

/** One point of a trend. */
export interface TrendBucket extends Bucket {
  /** Over those of its days that are known; null: none is. */
  readonly total: number | null;
}

/** One day of the moving median. */
export interface TrendMedian {
  readonly day: WorkspaceDay;
  /** Null until seven days are known. */
  readonly value: number | null;
}

/** How a metric has moved. */
export interface Trend {
  /** All buckets of the range, empty ones too. Their totals add up to `total`, where the metric may be summed. */
  readonly buckets: readonly TrendBucket[];
  /** Null: no data. */
  readonly total: number | null;
  /** Null: there is nothing to compare with, or not all of its days are known, which would compare unlike things. */
  readonly previousTotal: number | null;
  readonly change: Change | null;
  /** Per day of the range: the median of the seven days that end with it, also those before the range. */
  readonly movingMedian: readonly TrendMedian[];
}

/**
 * The dense course of a metric over a period, with its total and the change against the previous period of equal length.
 * The moving median shows what is left once single days are taken away: a spike doesn't move it, a lasting change does.
 */
export function trendOf({
  values,
  valueIn = (range) => sumOver(values, range),
  since,
  days,
  previous,
  unit,
}: TrendInputs): Trend {
  const valueOf = (range: DayRange | null): number | null => (range === null ? null : valueIn(range));
  const total = valueOf(knownPart(days, since));
  const previousTotal = valueOf(knownWhole(previous, since));
  return {
    buckets: splitIntoBuckets(days, unit).map((bucket) => ({
      from: bucket.from,
      to: bucket.to,
      isPartial: bucket.isPartial,
      total: valueOf(knownPart(bucket, since)),
    })),
    total,
    previousTotal,
    change: changeBetween(previousTotal, total),
    movingMedian: daysIn(days).map((day) => ({ day, value: trailingMedian(values, day, since) })),
  };
}

/** Over which days {@link trendOf} asks for the metric: of the whole, of the period before and of every bucket. */
export function rangesOfTrend({
  since,
  days,
  previous,
  unit,
}: Pick<TrendInputs, "since" | "days" | "previous" | "unit">): readonly DayRange[] {
  const parts = [days, ...splitIntoBuckets(days, unit)].map((range) => knownPart(range, since));
  return [...parts, knownWhole(previous, since)].filter((range) => range !== null);
}

/** The median of the seven days that end with a day. Null when not all of them are known. */
function trailingMedian(values: DailySeries, day: WorkspaceDay, since: WorkspaceDay | null): number | null {
  const known = daysIn(lastDays(MEDIAN_DAYS, day)).map((each) => countedOn(values, each, since));
  return known.every((value) => value !== null) ? median(known) : null;
}

/** Those days of a range that are known; null: none is. */
function knownPart(days: DayRange, since: WorkspaceDay | null): DayRange | null {
  if (since === null || days.to < since) return null;
  return { from: Math.max(days.from, since), to: days.to };
}

/** A range, if all of its days are known. */
function knownWhole(days: DayRange | null, since: WorkspaceDay | null): DayRange | null {
  return days === null || since === null || days.from < since ? null : days;
}
