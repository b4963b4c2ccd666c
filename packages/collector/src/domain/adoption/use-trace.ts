import type { WorkspaceDay } from "../day.ts";
import type { LivingDays } from "./living-days.ts";

/** What of the days of a use its living state rests on, as of a day. */
export interface UseTrace {
  readonly lastDay: WorkspaceDay;
  /** The first of the recent days of use; null: there are none. */
  readonly recentDay: WorkspaceDay | null;
  /** The last one before them, however long ago; null: there is none. */
  readonly earlierDay: WorkspaceDay | null;
}

/** The first day that is recent, so that a use on it is still active. */
export function recentSince(today: WorkspaceDay, { activeDays }: Pick<LivingDays, "activeDays">): WorkspaceDay {
  return today - activeDays;
}

/** The trace of the days of a use, in any order, some of them perhaps twice; null: it was never used. */
export function traceOf(usedDays: readonly WorkspaceDay[], today: WorkspaceDay, living: LivingDays): UseTrace | null {
  const since = recentSince(today, living);
  return mergeTraces(
    usedDays.map((day) => ({
      lastDay: day,
      recentDay: day >= since ? day : null,
      earlierDay: day < since ? day : null,
    })),
  );
}

/** The trace of all the days of several uses, such as those of an account's people. */
export function mergeTraces(traces: readonly UseTrace[]): UseTrace | null {
  return traces.reduce<UseTrace | null>(
    (one, other) =>
      one === null
        ? other
        : {
            lastDay: Math.max(one.lastDay, other.lastDay),
            recentDay: extreme(one.recentDay, other.recentDay, Math.min),
            earlierDay: extreme(one.earlierDay, other.earlierDay, Math.max),
          },
    null,
  );
}

function extreme(
  one: WorkspaceDay | null,
  other: WorkspaceDay | null,
  choose: (one: WorkspaceDay, other: WorkspaceDay) => WorkspaceDay,
): WorkspaceDay | null {
  return one === null ? other : other === null ? one : choose(one, other);
}
