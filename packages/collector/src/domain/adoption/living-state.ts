import type { LivingState } from "@uptake/tracker/protocol";

const DAY_MS = 86_400_000;
const ACTIVE_DAYS = 14;
const COOLING_DAYS = 30;

/**
 * Whether a use still lives: `active` up to 14 days after it, `cooling` up to 30, `lapsed` later; both ends included.
 * @param lastUsedAtMs start of the last slot with a visit or active time; null: never used, which has no living state.
 */
export function livingState(lastUsedAtMs: number | null, nowMs: number): LivingState | null {
  if (lastUsedAtMs === null) return null;
  const unusedMs = nowMs - lastUsedAtMs;
  if (unusedMs <= ACTIVE_DAYS * DAY_MS) return "active";
  return unusedMs <= COOLING_DAYS * DAY_MS ? "cooling" : "lapsed";
}
