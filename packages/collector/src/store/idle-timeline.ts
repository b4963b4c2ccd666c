import type { WorkspaceDay } from "../domain/day.ts";

/** By how much the assets that are idle become more or fewer from the end of a day on. */
export interface IdleChange {
  readonly day: WorkspaceDay;
  readonly change: number;
}

/**
 * When an asset is idle: set up, and not having run on one of the last days, so that it doesn't count as active. Told as
 * changes, the earliest first, of which those of one day are one.
 * @param setUp from the end of which days on it is set up (1), or is no more (-1), the earliest first.
 * @param ranOn the days on which it ran, in any order.
 * @param withinDays so many days, the last one among them, an asset that ran stays active.
 */
export function idleChanges(
  setUp: readonly IdleChange[],
  ranOn: readonly WorkspaceDay[],
  withinDays: number,
): readonly IdleChange[] {
  const running = ranOn.flatMap((day) => [
    { day, isSetUp: 0, isRunning: 1 },
    { day: day + withinDays, isSetUp: 0, isRunning: -1 },
  ]);
  const moments = [...setUp.map(({ day, change }) => ({ day, isSetUp: change, isRunning: 0 })), ...running].toSorted(
    (one, other) => one.day - other.day,
  );
  const changes: IdleChange[] = [];
  let [isSetUp, runs, idle] = [0, 0, 0];
  moments.forEach((moment, index) => {
    isSetUp += moment.isSetUp;
    runs += moment.isRunning;
    // The last moment of a day says how it ends.
    if (moments[index + 1]?.day === moment.day) return;
    const now = Number(isSetUp > 0 && runs === 0);
    if (now !== idle) changes.push({ day: moment.day, change: now - idle });
    idle = now;
  });
  return changes;
}
