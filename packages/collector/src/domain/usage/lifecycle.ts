import type { DayRange, WorkspaceDay } from "../day.ts";
import { lastDays } from "../period/day-range.ts";
import { activeDaysIn } from "./active-users.ts";
import type { PersonPresence } from "./login-class.ts";

/**
 * What somebody did in a window of days, as PostHog tells it. `new`: seen for the first time. `returning`: active in it and in
 * the one before. `resurrecting`: active in it, not in the one before, but seen earlier. `dormant`: active in the one before,
 * not in it. New, returning and resurrecting are the active ones of a window; returning and dormant those of the one before.
 */
export type Phase = "new" | "returning" | "resurrecting" | "dormant";

/** A window, and the one of equal length before it. */
export interface Windows {
  readonly days: DayRange;
  readonly before: DayRange;
}

/** @param until the last day of the window. */
export function windowsUntil(until: WorkspaceDay, windowDays: number): Windows {
  const days = lastDays(windowDays, until);
  return { days, before: lastDays(windowDays, days.from - 1) };
}

/** What somebody did in a window; null: they were active neither in it nor in the one before. */
export function phaseIn({ activeDays, firstSeenDay }: PersonPresence, { days, before }: Windows): Phase | null {
  const wasActive = activeDaysIn(activeDays, before) > 0;
  if (activeDaysIn(activeDays, days) === 0) return wasActive ? "dormant" : null;
  if (wasActive) return "returning";
  return firstSeenDay !== null && firstSeenDay < days.from ? "resurrecting" : "new";
}
