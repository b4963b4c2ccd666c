import type { Attention, PublicDefinitions } from "./definitions.ts";
import { compileRules, type FeatureRules } from "./rule-tree.ts";

/** A feature as definitions say it. */
export interface MeasuredFeature extends FeatureRules {
  /** Absent: `focus`. */
  readonly attention?: Attention;
}

/** What trackers need of the features. @throws never: patterns that aren't any claim nothing. */
export function compileFeatures(features: readonly MeasuredFeature[]): Pick<PublicDefinitions, "attention" | "rules"> {
  return {
    attention: Object.fromEntries(
      features.flatMap(({ feature, attention = "focus" }) => (attention === "focus" ? [] : [[feature, attention]])),
    ),
    rules: compileRules(features),
  };
}
