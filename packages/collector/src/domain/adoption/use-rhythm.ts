import type { WorkspaceDay } from "../day.ts";
import { median } from "../usage/median.ts";

/** Fewer gaps than this tell no rhythm. */
export const MIN_GAPS = 3;

/** From one day of use to the next. */
export interface UseGap {
  readonly since: WorkspaceDay;
  readonly day: WorkspaceDay;
  readonly days: number;
}

/** The gaps between the days of use, the earliest first. Neither their order nor repetition matters. */
export function gapsOf(usedDays: Iterable<WorkspaceDay>): readonly UseGap[] {
  const days = [...new Set(usedDays)].sort((one, other) => one - other);
  return days.slice(1).map((day, index) => {
    const since = days[index] ?? day;
    return { since, day, days: day - since };
  });
}

/** The rhythm of a use: the median of these gaps, days; null: too few to tell. */
export function rhythmOf(usedDays: Iterable<WorkspaceDay>): number | null {
  const gaps = gapsOf(usedDays);
  return gaps.length < MIN_GAPS ? null : median(gaps.map(({ days }) => days));
}
