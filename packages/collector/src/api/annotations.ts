import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { daysAround, meanOverDays } from "../domain/usage/around-day.ts";
import type { DailySeries } from "../domain/usage/daily-series.ts";
import type { AnnotationRow } from "../store/pushed.ts";
import type { TrendReply } from "./contract.ts";
import type { ColumnNumber } from "./number-address.ts";

type AnnotationReply = TrendReply["annotations"][number];

/** The course of the number beside which annotations stand. */
interface CourseBeside {
  readonly values: DailySeries;
  /** First day from which anything is known; null: nothing is. */
  readonly since: WorkspaceDay | null;
  readonly lastClosedDay: WorkspaceDay;
}

/** Over which days a course has to be known to tell what was before and after each annotation; null: there is none. */
export function daysBeside(annotations: readonly AnnotationRow[], lastClosedDay: WorkspaceDay): DayRange | null {
  if (annotations.length === 0) return null;
  const around = annotations.map(({ day }) => daysAround(day, lastClosedDay));
  return {
    from: Math.min(...around.map(({ before }) => before.from)),
    to: Math.max(...around.map(({ before, after }) => Math.max(before.to, after.to))),
  };
}

/** An annotation as replies tell it. */
export function annotationReply(
  { id, account, kind, day, name }: AnnotationRow,
  { values, since, lastClosedDay }: CourseBeside,
): AnnotationReply {
  const mean = (range: DayRange): AnnotationReply["before"] => {
    const found = meanOverDays(values, range, since);
    return found && { from: isoDate(found.days.from), to: isoDate(found.days.to), mean: found.mean };
  };
  const { before, after } = daysAround(day, lastClosedDay);
  return { id, account, kind, day: isoDate(day), name, before: mean(before), after: mean(after) };
}

/** Where what was before and after an annotation opens. */
export function annotationNumbers(
  number: TrendReply["number"]["id"],
  asOf: WorkspaceDay,
): Readonly<Record<string, ColumnNumber<"from" | "to">>> {
  const mean: ColumnNumber<"from" | "to"> = {
    number: `${number}DailyMean`,
    of: {},
    asOf,
    days: { from: "from", to: "to" },
  };
  return { "annotations.before.mean": mean, "annotations.after.mean": mean };
}
