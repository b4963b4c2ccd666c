import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { PeriodReply } from "./contract.ts";

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
