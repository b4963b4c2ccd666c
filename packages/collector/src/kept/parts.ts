import {
  KEPT_LAYERS,
  OWN_DAYS,
  type ComparedPeriodName,
  type KeptLayer,
  type KeptPart,
  type KeptPeriodName,
} from "../api/reading/kept.ts";
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

/** All parts of the numbers of an account in a file, or those of a layer. */
export function partsOf(days: KeptDays, layers: readonly KeptLayer[] = KEPT_LAYERS): readonly KeptPart[] {
  const parts: Readonly<Record<KeptLayer, readonly KeptPart[]>> = {
    use: ["adoption", ...usePartsOf(days)],
    people: ["now", "funnels", "milestones", ...comparedPeriodsOf(days).map((period) => `then ${period}` as const)],
  };
  return layers.flatMap((layer) => parts[layer]);
}

/** Those of what was done, in each period and before it. */
export function usePartsOf(days: KeptDays): readonly KeptPart[] {
  return [
    ...periodsOf(days).map((period) => `in ${period}` as const),
    ...comparedPeriodsOf(days).map((period) => `before ${period}` as const),
  ];
}

/** The parts of a layer of which medians are kept. */
export function medianPartsOf(days: KeptDays, layers: readonly KeptLayer[] = KEPT_LAYERS): readonly KeptPart[] {
  const parts: Readonly<Record<KeptLayer, readonly KeptPart[]>> = {
    use: usePartsOf(days),
    people: ["milestones"],
  };
  return layers.flatMap((layer) => parts[layer]);
}
