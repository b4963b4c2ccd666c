import type { LivingState } from "@uptake/tracker/protocol";
import type { WorkspaceDay } from "../day.ts";
import type { LivingDays } from "./living-days.ts";
import type { UseTrace } from "./use-trace.ts";

/** All there are. */
export const LIVING_STATES = ["active", "recovered", "cooling", "lapsed"] as const satisfies readonly LivingState[];

/**
 * Whether a use still lives, which GoCSM's stage, once reached, doesn't tell. Days are those of the workspace, so that whoever
 * looks at a day's sums and whoever knows the slot come to one answer; both ends of a length are included.
 *
 * | days since the last use | came back, after it had lapsed       | state       |
 * | ----------------------- | ------------------------------------ | ----------- |
 * | never used              |                                      | null        |
 * | up to `activeDays`      | never, or more than `activeDays` ago | `active`    |
 * | up to `activeDays`      | up to `activeDays` ago               | `recovered` |
 * | up to `coolingDays`     |                                      | `cooling`   |
 * | more                    |                                      | `lapsed`    |
 *
 * So who came back once is recovered, then cooling; who came back to stay is recovered, then active. It had lapsed where more
 * than `coolingDays` lie between two days of use.
 * @param trace as of `today` and with the same days; null: never used.
 */
export function livingState(trace: UseTrace | null, today: WorkspaceDay, living: LivingDays): LivingState | null {
  if (trace === null) return null;
  const unusedDays = today - trace.lastDay;
  if (unusedDays > living.coolingDays) return "lapsed";
  if (unusedDays > living.activeDays) return "cooling";
  return comebackIn(trace, living) === null ? "active" : "recovered";
}

/** How a use that has recovered came back. */
export interface Comeback {
  readonly day: WorkspaceDay;
  /** The last day of use before it, so long ago that it had lapsed. */
  readonly usedBefore: WorkspaceDay;
}

/** Null: the use isn't in that state. */
export function comebackIn({ recentDay, earlierDay }: UseTrace, { coolingDays }: LivingDays): Comeback | null {
  if (recentDay === null || earlierDay === null || recentDay - earlierDay <= coolingDays) return null;
  return { day: recentDay, usedBefore: earlierDay };
}

/** The first day on which a use is lapsed, or will be if nothing more comes. */
export function lapsesDay({ lastDay }: Pick<UseTrace, "lastDay">, { coolingDays }: LivingDays): WorkspaceDay {
  return lastDay + coolingDays + 1;
}
