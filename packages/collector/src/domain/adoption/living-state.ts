import type { LivingState } from "@uptake/tracker/protocol";

const DAY_MS = 86_400_000;

/** For how long a use lives, days. */
export interface LivingDays {
  readonly activeDays: number;
  readonly coolingDays: number;
}

/** For everybody, whatever their rhythm. */
export const DEFAULT_LIVING_DAYS: LivingDays = { activeDays: 14, coolingDays: 30 };

/**
 * Whether a use still lives: `active` up to 14 days after it, `cooling` up to 30, `lapsed` later; both ends included.
 * @param lastUsedAtMs start of the last slot with a visit or active time; null: never used, which has no living state.
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
