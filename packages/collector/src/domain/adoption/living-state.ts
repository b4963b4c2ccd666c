import type { LivingState } from "@uptake/tracker/protocol";
import type { WorkspaceDay } from "../day.ts";

const DAY_MS = 86_400_000;
const ACTIVE_DAYS = 14;
const COOLING_DAYS = 30;

/**
 * Whether a use still lives: `active` up to 14 days after it, `cooling` up to 30, `lapsed` later; both ends included.
 * @param lastUsedAtMs null: never used, which has no living state.
 */
export function livingState(lastUsedAtMs: number | null, nowMs: number): LivingState | null {
  if (lastUsedAtMs === null) return null;
  const unusedMs = nowMs - lastUsedAtMs;
  if (unusedMs <= ACTIVE_DAYS * DAY_MS) return "active";
  return unusedMs <= COOLING_DAYS * DAY_MS ? "cooling" : "lapsed";
}

/**
 * The same from workspace days, which is what is shown everywhere: whoever looks at a day's sums and whoever knows the
 * slot come to one answer.
 */
export function livingStateOn(lastUsedDay: WorkspaceDay | null, today: WorkspaceDay): LivingState | null {
  return livingState(lastUsedDay === null ? null : lastUsedDay * DAY_MS, today * DAY_MS);
}
