import { slotStartMs } from "@uptake/tracker/protocol";
import type { WorkspaceDay } from "../domain/day.ts";
import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";

/** A calendar day of any time zone, as days since 1970-01-01 of that calendar; of the workspace's zone a `WorkspaceDay`. */
export type LocalDay = WorkspaceDay;

const DAY_MS = 86_400_000;

/**
 * The instant from which a day's working hours are counted, Unix ms: 09:00 is nine hours later, also on a day whose
 * clocks are changed in the night before.
 */
export function clockZeroMs(calendar: WorkspaceCalendar, day: LocalDay): number {
  return slotStartMs(calendar.firstSlotOf(day + 1)) - DAY_MS;
}

/** Saturday or Sunday. 1970-01-01 was a Thursday. */
export function isWeekend(day: LocalDay): boolean {
  return (day + 3) % 7 >= 5;
}

/** Counts weeks, Monday to Sunday. */
export function weekOf(day: LocalDay): number {
  return Math.floor((day + 3) / 7);
}

/** The working day (Monday to Friday) that lies this many working days before `day`; 0: `day` itself or the last one before it. */
export function workingDayBefore(day: LocalDay, workingDays: number): LocalDay {
  let found = day;
  for (let rest = workingDays; ; found -= 1) {
    if (isWeekend(found)) continue;
    if (rest === 0) return found;
    rest -= 1;
  }
}
