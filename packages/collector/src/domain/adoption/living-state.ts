import type { LivingState } from "@uptake/tracker/protocol";
import type { WorkspaceDay } from "../day.ts";

const DAY_MS = 86_400_000;

/** For how long a use lives, days. */
export interface LivingDays {
  readonly activeDays: number;
  readonly coolingDays: number;
}

/** For everybody, whatever their rhythm. */
export const DEFAULT_LIVING_DAYS: LivingDays = { activeDays: 14, coolingDays: 30 };

/**
 * Whether a use still lives, which GoCSM's stage, once reached, doesn't tell: `active` up to 14 days after it, `cooling` up to
 * 30, `lapsed` later; both ends included. The lengths are ours. A use later than now is active.
 * @param lastUsedAtMs null: never used, which has no living state.
 * @param days other lengths, see `livingDaysOf`.
 */
export function livingState(
  lastUsedAtMs: number | null,
  nowMs: number,
  { activeDays, coolingDays }: LivingDays = DEFAULT_LIVING_DAYS,
): LivingState | null {
  if (lastUsedAtMs === null) return null;
  const unusedMs = nowMs - lastUsedAtMs;
  if (unusedMs <= activeDays * DAY_MS) return "active";
  return unusedMs <= coolingDays * DAY_MS ? "cooling" : "lapsed";
}

/**
 * The same from workspace days, which is what is shown everywhere: whoever looks at a day's sums and whoever knows the
 * slot come to one answer.
 */
export function livingStateOn(lastUsedDay: WorkspaceDay | null, today: WorkspaceDay): LivingState | null {
  return livingState(lastUsedDay === null ? null : lastUsedDay * DAY_MS, today * DAY_MS);
}
