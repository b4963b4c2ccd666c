import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { PeriodName, PeriodReply } from "./contract.ts";

const DAY_MS = 86_400_000;
const MONTHS_PER_QUARTER = 3;

/** The days of a period that ends today; null: all time. Months and quarters begin on their first day. */
export function periodDays(name: PeriodName, today: WorkspaceDay): DayRange | null {
  switch (name) {
    case "7d":
      return lastDays(7, today);
    case "14d":
      return lastDays(14, today);
    case "30d":
      return lastDays(30, today);
    case "90d":
      return lastDays(90, today);
    case "month":
      return { from: firstDayOfMonths(today, 1), to: today };
    case "quarter":
      return { from: firstDayOfMonths(today, MONTHS_PER_QUARTER), to: today };
    case "all":
      return null;
  }
}

/**
 * A period as replies show it.
 * @param days null: all time.
 */
export function periodReply(
  name: PeriodReply["name"],
  days: DayRange | null,
  lastDay: WorkspaceDay,
  today: WorkspaceDay,
): PeriodReply {
  return {
    name,
    from: days && isoDate(days.from),
    to: days && isoDate(days.to),
    through: isoDate(lastDay),
    isOpen: lastDay === today && (days === null || days.to >= today),
  };
}

function lastDays(days: number, today: WorkspaceDay): DayRange {
  return { from: today - days + 1, to: today };
}

/** A day is a calendar date without a zone, so UTC arithmetic on it is exact. */
function firstDayOfMonths(today: WorkspaceDay, monthsInGroup: number): WorkspaceDay {
  const date = new Date(today * DAY_MS);
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), month - (month % monthsInGroup), 1) / DAY_MS;
}
