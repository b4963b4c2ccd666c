import type { WorkspaceDay } from "../day.ts";
import { median } from "../usage/median.ts";
import { DEFAULT_LIVING_DAYS, type LivingDays } from "./living-state.ts";

/** Fewer gaps than this tell no rhythm. */
const MIN_GAPS = 3;

/** A use lives for twice its rhythm, and cools for twice that. */
const ACTIVE_RHYTHMS = 2;
const COOLING_RHYTHMS = 4;

/** The median gap between the days of use, days; null: too few to tell. The order of the days doesn't matter. */
export function rhythmOf(usedDays: Iterable<WorkspaceDay>): number | null {
  const days = [...new Set(usedDays)].sort((one, other) => one - other);
  const gaps = days.slice(1).map((day, index) => day - (days[index] ?? day));
  return gaps.length < MIN_GAPS ? null : median(gaps);
}

/**
 * For how long a use lives, by its own rhythm: what is used once a month hasn't lapsed after two weeks. Never shorter than
 * for everybody, so that a daily use isn't called cooling after a weekend.
 */
export function livingDaysOf(rhythmDays: number | null): LivingDays {
  const rhythm = rhythmDays ?? 0;
  return {
    activeDays: Math.max(DEFAULT_LIVING_DAYS.activeDays, ACTIVE_RHYTHMS * rhythm),
    coolingDays: Math.max(DEFAULT_LIVING_DAYS.coolingDays, COOLING_RHYTHMS * rhythm),
  };
}

/**
 * The day on which a use came back to life: the first after the last gap in which it had lapsed; null: it never lapsed, or
 * hasn't come back.
 */
export function recoveredOn(usedDays: Iterable<WorkspaceDay>, living = DEFAULT_LIVING_DAYS): WorkspaceDay | null {
  const days = [...new Set(usedDays)].sort((one, other) => one - other);
  return days.findLast((day, index) => day - (days[index - 1] ?? day) > living.coolingDays) ?? null;
}
