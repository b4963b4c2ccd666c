import type { DayRange, WorkspaceDay } from "../domain/day.ts";

/** Seven days that follow each other, numbered from the first day there is; which of them is a Monday says nothing. */
export type Week = number;

export const WEEK_DAYS = 7;

/** How many are kept, with the one that is going on: two years, and what is begun of another one. */
export const KEPT_WEEKS = 112;

/** Some days of a week, by their place in it: 0 to 6. */
export interface PartOfWeek {
  readonly week: Week;
  readonly from: number;
  readonly to: number;
}

/** The week of a day. */
export function weekOf(day: WorkspaceDay): Week {
  return Math.floor(day / WEEK_DAYS);
}

/** The first day of the weeks that are kept as of a day, and that day. */
export function keptDays(lastDay: WorkspaceDay): DayRange {
  return { from: (weekOf(lastDay) - KEPT_WEEKS + 1) * WEEK_DAYS, to: lastDay };
}

/** The weeks that are wholly in a range, null: there is none; and those of which only some days are, at most two. */
export function splitIntoWeeks({ from, to }: DayRange): {
  readonly whole: { readonly first: Week; readonly last: Week } | null;
  readonly parts: readonly PartOfWeek[];
} {
  const whole = { first: Math.ceil(from / WEEK_DAYS), last: weekOf(to + 1) - 1 };
  if (weekOf(from) === weekOf(to) && whole.last < whole.first) return { whole: null, parts: [partOf(from, to)] };
  const before = { from, to: whole.first * WEEK_DAYS - 1 };
  const after = { from: (whole.last + 1) * WEEK_DAYS, to };
  return {
    whole: whole.last < whole.first ? null : whole,
    parts: [before, after].filter((days) => days.from <= days.to).map((days) => partOf(days.from, days.to)),
  };
}

function partOf(from: WorkspaceDay, to: WorkspaceDay): PartOfWeek {
  const week = weekOf(from);
  return { week, from: from - week * WEEK_DAYS, to: to - week * WEEK_DAYS };
}
