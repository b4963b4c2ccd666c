import { Temporal } from "temporal-polyfill";
import type { WorkspaceDay } from "../day.ts";
import type { SnapshotSchedule } from "../definitions/definitions.ts";
import { dayOfIsoDate } from "../period/calendar-date.ts";

const MONTHS = { monthly: 1, quarterly: 3 } as const;

/**
 * The days at whose end a snapshot is due: the last ones of the months, or quarters, of the workspace's calendar. Both ends
 * of the range are included.
 */
export function snapshotDays(
  schedule: SnapshotSchedule,
  from: WorkspaceDay,
  to: WorkspaceDay,
): readonly WorkspaceDay[] {
  if (schedule === "none") return [];
  const days: WorkspaceDay[] = [];
  for (let first = nextStart(from, MONTHS[schedule]); dayOf(first) - 1 <= to;) {
    days.push(dayOf(first) - 1);
    first = first.add({ months: MONTHS[schedule] });
  }
  return days;
}

/**
 * Snapshots that are due and weren't taken, oldest first: they can be made as of their day, since what was measured is
 * kept. A day that isn't over is not due.
 * @param firstDay the first day of which there is data.
 * @param taken days of which there is a snapshot.
 */
export function missingSnapshots(
  schedule: SnapshotSchedule,
  firstDay: WorkspaceDay,
  today: WorkspaceDay,
  taken: ReadonlySet<WorkspaceDay>,
): readonly WorkspaceDay[] {
  return snapshotDays(schedule, firstDay, today - 1).filter((day) => !taken.has(day));
}

/** The first day of the first period that begins after a day. */
function nextStart(day: WorkspaceDay, months: number): Temporal.PlainDate {
  const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
  const sinceStart = (date.month - 1) % months;
  return date.with({ day: 1 }).add({ months: months - sinceStart });
}

function dayOf(date: Temporal.PlainDate): WorkspaceDay {
  return dayOfIsoDate(date.toString()) ?? Number.NaN;
}
