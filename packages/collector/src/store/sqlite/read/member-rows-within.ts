import type { ActiveMs } from "@uptake/tracker/protocol";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { ActionRow, MemberRows, TimeRow } from "./member-rows.ts";

/** Slots from one on, up to another, not itself. */
export interface SlotRange {
  readonly fromSlot: number;
  /** Infinity: all that come. */
  readonly toSlot: number;
}

/** The rows of a member in some slots: of days that they cut, only what is in them. One writer's share stays the whole. */
export function memberRowsWithin(
  rows: MemberRows,
  { fromSlot, toSlot }: SlotRange,
  calendar: WorkspaceCalendar,
): MemberRows {
  const firstDay = calendar.dayOfSlot(fromSlot);
  const lastDay = Number.isFinite(toSlot) ? calendar.dayOfSlot(toSlot - 1) : toSlot;
  const within = <Row extends { readonly at: number }>(all: readonly Row[]): readonly Row[] =>
    all.filter(({ at }) => at >= fromSlot && at < toSlot);
  const wholeDays = <Row extends { readonly at: number }>(all: readonly Row[]): readonly Row[] =>
    all.filter(({ at }) => at > firstDay && at < lastDay);
  const timeSlots = (day: number): readonly TimeRow[] => within(rows.timeSlots(day));
  const actionSlots = (day: number): readonly ActionRow[] => within(rows.actionSlots(day));
  const cutDays = [...new Set([firstDay, lastDay])].filter(Number.isFinite);
  const isFirst = (day: number): boolean => day === firstDay;
  return {
    ...rows,
    timeDays: () => [
      ...cutDays.filter(isFirst).flatMap((day) => dayOfTime(day, timeSlots(day))),
      ...wholeDays(rows.timeDays()),
      ...cutDays.filter((day) => !isFirst(day)).flatMap((day) => dayOfTime(day, timeSlots(day))),
    ],
    actionDays: () => [
      ...cutDays.flatMap((day) =>
        actionSlots(day).map(({ feature, action, count }) => ({ at: day, feature, action, count })),
      ),
      ...wholeDays(rows.actionDays()),
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
