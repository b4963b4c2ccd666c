import type { ActiveMs } from "@uptake/tracker/protocol";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { ActionRow, MemberRows, TimeRow } from "./member-rows.ts";

/** The rows of a member from a slot on: of its day only what isn't before it. One writer's share stays the whole. */
export function memberRowsSince(rows: MemberRows, sinceSlot: number, calendar: WorkspaceCalendar): MemberRows {
  const firstDay = calendar.dayOfSlot(sinceSlot);
  const later = <Row extends { readonly at: number }>(all: readonly Row[], first: number): readonly Row[] =>
    all.filter(({ at }) => at >= first);
  const timeSlots = (day: number): readonly TimeRow[] => later(rows.timeSlots(day), sinceSlot);
  const actionSlots = (day: number): readonly ActionRow[] => later(rows.actionSlots(day), sinceSlot);
  return {
    ...rows,
    timeDays: () => [...dayOfTime(firstDay, timeSlots(firstDay)), ...later(rows.timeDays(), firstDay + 1)],
    actionDays: () => [
      ...actionSlots(firstDay).map(({ feature, action, count }) => ({ at: firstDay, feature, action, count })),
      ...later(rows.actionDays(), firstDay + 1),
    ],
    timeSlots,
    actionSlots,
  };
}

/** Rows of slots as one row of their day for each feature. */
function dayOfTime(day: number, slots: readonly TimeRow[]): readonly TimeRow[] {
  const days = new Map<string, TimeRow>();
  for (const { feature, activeMs, visits } of slots) {
    const known = days.get(feature);
    days.set(feature, {
      at: day,
      feature,
      activeMs: known === undefined ? activeMs : sumOf(known.activeMs, activeMs),
      visits: visits + (known?.visits ?? 0),
    });
  }
  return [...days.values()];
}

function sumOf(one: ActiveMs, other: ActiveMs): ActiveMs {
  return [one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]];
}
