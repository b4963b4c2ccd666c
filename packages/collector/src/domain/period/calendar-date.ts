import type { WorkspaceDay } from "../day.ts";

const DAY_MS = 86_400_000;
const DAYS_PER_WEEK = 7;
const MONTHS_PER_QUARTER = 3;
/** 1970-01-01, day 0, was a Thursday: three days after a Monday. */
const DAYS_FROM_MONDAY = 3;

/** Monday is 1, Sunday is 7, as ISO 8601 counts. */
export type IsoWeekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A day as `2026-11-22`. A day is a date without a zone, so UTC arithmetic on it is exact. */
export function isoDate(day: WorkspaceDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of a date such as `2026-11-22`. Null: no such date, or written in another way. */
export function dayOfIsoDate(date: string): WorkspaceDay | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && isoDate(day) === date ? day : null;
}

/** The weekday of a day. */
export function isoWeekday(day: WorkspaceDay): IsoWeekday {
  const fromMonday = (day + DAYS_FROM_MONDAY) % DAYS_PER_WEEK;
  return (((fromMonday + DAYS_PER_WEEK) % DAYS_PER_WEEK) + 1) as IsoWeekday;
}

/** The Monday of a day's ISO week. */
export function firstDayOfWeek(day: WorkspaceDay): WorkspaceDay {
  return day - isoWeekday(day) + 1;
}

/** The first day of a day's month. */
export function firstDayOfMonth(day: WorkspaceDay): WorkspaceDay {
  return startOfMonths(day, 1, 0);
}

/** The first day of the month after a day's. */
export function firstDayOfNextMonth(day: WorkspaceDay): WorkspaceDay {
  return startOfMonths(day, 1, 1);
}

/** The first day of a day's quarter. */
export function firstDayOfQuarter(day: WorkspaceDay): WorkspaceDay {
  return startOfMonths(day, MONTHS_PER_QUARTER, 0);
}

function startOfMonths(day: WorkspaceDay, monthsInGroup: number, monthsLater: number): WorkspaceDay {
  const date = new Date(day * DAY_MS);
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), month - (month % monthsInGroup) + monthsLater, 1) / DAY_MS;
}
