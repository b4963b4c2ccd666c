import type { DayRange, WorkspaceDay } from "../day.ts";
import type { LivingDays } from "./living-days.ts";

/** What of the days of a use its living state rests on, as of a day. */
export interface UseTrace {
  /** Of all its days. */
  readonly firstDay: WorkspaceDay;
  readonly lastDay: WorkspaceDay;
  /** The first among the recent ones; null: there are none. */
  readonly recentDay: WorkspaceDay | null;
  /** The last among the earlier ones; null: there are none. */
  readonly earlierDay: WorkspaceDay | null;
}

/**
 * Which days are recent, so that a use on one of them is still active, and which are earlier: if there is none of these before
 * a recent one, it had lapsed. Nothing is known of later days than `today`; a browser may be some minutes ahead.
 */
export function traceDays(
  today: WorkspaceDay,
  { activeDays, coolingDays }: LivingDays,
): { readonly recent: DayRange; readonly earlier: DayRange } {
  const from = today - activeDays;
  return { recent: { from, to: Number.MAX_SAFE_INTEGER }, earlier: { from: from - coolingDays, to: from - 1 } };
}

/** The trace of the days of a use, in any order, some of them perhaps twice; null: it was never used. */
export function traceOf(usedDays: readonly WorkspaceDay[], today: WorkspaceDay, living: LivingDays): UseTrace | null {
  const { recent, earlier } = traceDays(today, living);
  return mergeTraces(
    usedDays.map((day) => ({
      firstDay: day,
      lastDay: day,
      recentDay: day >= recent.from ? day : null,
      earlierDay: day >= earlier.from && day <= earlier.to ? day : null,
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
            firstDay: Math.min(one.firstDay, other.firstDay),
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
