import type { ComparedPeriodName, KeptPart, KeptPeriodName } from "../api/reading/kept.ts";
import { OWN_DAYS } from "../api/reading/kept.ts";
import type { DayRange } from "../domain/day.ts";
import { PERIOD_PRESETS } from "../domain/period/period.ts";

/** What a file of kept figures is about: the preset periods up to its day, or days of one's own; null: all up to its day. */
export type KeptDays = "presets" | DayRange | null;

/** The periods of a file. */
export function periodsOf(days: KeptDays): readonly KeptPeriodName[] {
  return days === "presets" ? PERIOD_PRESETS : [OWN_DAYS];
}

/** Those of them that have one before them. */
export function comparedPeriodsOf(days: KeptDays): readonly ComparedPeriodName[] {
  if (days === null) return [];
  return periodsOf(days).filter((period): period is ComparedPeriodName => period !== "all");
}

/** All parts of the numbers of an account in a file. */
export function partsOf(days: KeptDays): readonly KeptPart[] {
  return [
    "now",
    "funnels",
    "milestones",
    ...periodsOf(days).map((period) => `in ${period}` as const),
    ...comparedPeriodsOf(days).map((period) => `before ${period}` as const),
  ];
}
