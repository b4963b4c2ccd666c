import type { ComparedPreset, KeptPart } from "../api/reading/kept.ts";
import { PERIOD_PRESETS } from "../domain/period/period.ts";

/** All periods that have one before them. */
export const COMPARED_PRESETS = PERIOD_PRESETS.filter((preset): preset is ComparedPreset => preset !== "all");

/** All parts of the numbers of an account. */
export const PARTS: readonly KeptPart[] = [
  "now",
  "funnels",
  "milestones",
  ...PERIOD_PRESETS.map((preset) => `in ${preset}` as const),
  ...COMPARED_PRESETS.map((preset) => `before ${preset}` as const),
];
