import type { DayRange, WorkspaceDay } from "../domain/day.ts";

/** Seven days that follow each other, numbered from the first day there is; which of them is a Monday says nothing. */
export type Week = number;

const WEEK_DAYS = 7;

/** How many are kept: a year, and what is begun of another one. */
const KEPT_WEEKS = 54;

/** The week of a day. */
export function weekOf(day: WorkspaceDay): Week {
  return Math.floor(day / WEEK_DAYS);
}

/** The weeks that are kept as of a day: those that were over before it. Today's use changes none of them. */
export function keptWeeks(lastDay: WorkspaceDay): {
  readonly first: Week;
  readonly last: Week;
  readonly days: DayRange;
} {
  const last = weekOf(lastDay) - 1;
  const first = last - KEPT_WEEKS + 1;
  return { first, last, days: { from: first * WEEK_DAYS, to: (last + 1) * WEEK_DAYS - 1 } };
}

/** The weeks of a range that are kept and wholly in it, null: there is none; and the days of it that aren't in them. */
export function splitIntoWeeks(
  range: DayRange,
  lastDay: WorkspaceDay,
): { readonly weeks: { readonly first: Week; readonly last: Week } | null; readonly rest: readonly DayRange[] } {
  const kept = keptWeeks(lastDay);
  const first = Math.max(kept.first, Math.ceil(range.from / WEEK_DAYS));
  const last = Math.min(kept.last, weekOf(range.to + 1) - 1);
  if (last < first) return { weeks: null, rest: [range] };
  const before = { from: range.from, to: first * WEEK_DAYS - 1 };
  const after = { from: (last + 1) * WEEK_DAYS, to: range.to };
  return { weeks: { first, last }, rest: [before, after].filter(({ from, to }) => from <= to) };
}
