import type { DayRange, WorkspaceDay } from "../day.ts";
import { firstDayOfWeek } from "../period/calendar-date.ts";
import { isWithin } from "../period/day-range.ts";
import { percentOf } from "../share.ts";

const WEEK_DAYS = 7;

/** A person, or an account: then a day is active when any of its people was. */
export interface RetainedSubject {
  /** First use ever, of the product or of a feature. */
  readonly firstUseDay: WorkspaceDay;
  /** Days of use, from the first cohort's week on. */
  readonly activeDays: ReadonlySet<WorkspaceDay>;
}

/** Which cohorts are shown. */
export interface RetentionWindow {
  /** Last day that counts. */
  readonly until: WorkspaceDay;
  /** How many weeks of first use, the one that contains `until` included. */
  readonly weeks: number;
}

/** One cohort in one week. */
export interface RetentionCell {
  /** 0: the week of first use itself. */
  readonly weeksSince: number;
  /** How many of the cohort used it in that week. */
  readonly retained: number;
  /** Of the cohort. Null: the cohort is empty. */
  readonly percent: number | null;
  /** Whether the week isn't over, so that the number is still growing and can't be compared. */
  readonly isPartial: boolean;
}

/** Those whose first use was in one week. */
export interface RetentionCohort {
  /** Monday to Sunday. */
  readonly week: DayRange;
  readonly size: number;
  /** From week 0 to the week of `until`. */
  readonly cells: readonly RetentionCell[];
}

/**
 * Weekly retention: cohorts by the ISO week of first use × weeks since, oldest first, weeks in which nobody began too.
 * Somebody is retained in a week with at least one active day in it, whatever was in between: who stays away for a week
 * and comes back counts again. Weeks are the calendar's, so in week 0 everybody is retained by definition. First uses
 * after `until` and before the first cohort are left out.
 */
export function retentionCohorts(
  subjects: readonly RetainedSubject[],
  { until, weeks }: RetentionWindow,
): readonly RetentionCohort[] {
  const lastMonday = firstDayOfWeek(until);
  return Array.from({ length: weeks }, (_, index) => {
    const monday = lastMonday - (weeks - 1 - index) * WEEK_DAYS;
    const week = weekFrom(monday);
    const cohort = subjects.filter(({ firstUseDay }) => firstUseDay <= until && isWithin(firstUseDay, week));
    return {
      week,
      size: cohort.length,
      cells: Array.from({ length: weeks - index }, (__, weeksSince) =>
        retentionCell(cohort, monday, weeksSince, until),
      ),
    };
  });
}

function retentionCell(
  cohort: readonly RetainedSubject[],
  cohortMonday: WorkspaceDay,
  weeksSince: number,
  until: WorkspaceDay,
): RetentionCell {
  const week = weekFrom(cohortMonday + weeksSince * WEEK_DAYS);
  const seen = { from: week.from, to: Math.min(week.to, until) };
  const retained = cohort.filter(
    ({ firstUseDay, activeDays }) => isWithin(firstUseDay, seen) || [...activeDays].some((day) => isWithin(day, seen)),
  ).length;
  return {
    weeksSince,
    retained,
    percent: percentOf(retained, cohort.length),
    isPartial: week.to > until,
  };
}

function weekFrom(monday: WorkspaceDay): DayRange {
  return { from: monday, to: monday + WEEK_DAYS - 1 };
}
