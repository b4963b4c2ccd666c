import { dayOfIsoDate } from "../domain/period/calendar-date.ts";
import { startOfDay, type WorkspaceCalendar } from "../domain/workspace-calendar.ts";

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T.+(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * The moment, Unix ms, of a text: a day such as `2026-11-01`, which begins when the workspace's day does, or a moment with its
 * offset, such as `2026-11-01T09:00Z`. Null: neither.
 */
export function readMoment(text: string, calendar: WorkspaceCalendar): number | null {
  const day = dayOfIsoDate(text);
  if (day !== null) return startOfDay(day, calendar);
  const epochMs = WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(epochMs) ? null : epochMs;
}
