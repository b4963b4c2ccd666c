import type { ModuleStatusDefinition } from "../definitions/module-definition.ts";
import { compareShare, neededFor } from "../share.ts";

/** The status on a module's card. It ignores the target: see {@link targetStatus}. */
export type ModuleStatus = "critical" | "needsAttention" | "onTrack";

/** Where a module is beside its target. */
export interface TargetStatus {
  /** On: reached. Near: at most so many points below. Off: further. */
  readonly status: "on" | "near" | "off";
  readonly targetPercent: number;
  /** Percentage points up to the target; 0 where it is reached. */
  readonly gapPoints: number;
  /** How many more people need to be active; 0 where it is reached. */
  readonly gapUsers: number;
}

/** A module that is measured. */
export interface MeasuredCounts {
  readonly active: number;
  /** More than 0. */
  readonly licensed: number;
}

/**
 * The article's three: below 10 % critical, above 50 % on track, else, exactly 10 % and exactly 50 % included, in
 * need of attention. Compared by whole people, so no rounding moves a border.
 */
export function moduleStatus(
  { active, licensed }: MeasuredCounts,
  { criticalBelowPercent, onTrackAbovePercent }: Required<ModuleStatusDefinition>,
): ModuleStatus {
  if (compareShare(active, licensed, criticalBelowPercent) < 0) return "critical";
  return compareShare(active, licensed, onTrackAbovePercent) > 0 ? "onTrack" : "needsAttention";
}

/**
 * Where a module is beside its target: 120 of 200 against 85 % are off it, by 25 points or 50 more users.
 * @param targetPercent the account's own, else the module's; null: there is none.
 */
export function targetStatus(
  { active, licensed }: MeasuredCounts,
  targetPercent: number | null,
  { nearPoints }: Required<ModuleStatusDefinition>,
): TargetStatus | null {
  if (targetPercent === null) return null;
  const gapUsers = Math.max(0, neededFor(targetPercent, licensed) - active);
  const gapPoints = gapUsers === 0 ? 0 : targetPercent - (active * 100) / licensed;
  const isNear = compareShare(active, licensed, targetPercent - nearPoints) >= 0;
  return { status: gapUsers === 0 ? "on" : isNear ? "near" : "off", targetPercent, gapPoints, gapUsers };
}
