import type { CompiledDefinitions } from "../compile-definitions.ts";

/** Where a member's active time on a feature has to get to. */
export interface AdoptionThreshold {
  readonly feature: string;
  readonly thresholdMs: number;
}

/** The threshold of every defined feature. What is not defined can't be adopted. */
export function adoptionThresholds({ features }: CompiledDefinitions): readonly AdoptionThreshold[] {
  return [...features.values()].map(({ feature, thresholdMs }) => ({ feature, thresholdMs }));
}

/** Everything of the definitions that decides about adoption, as a text that is the same for the same rules. */
export function adoptionRules(definitions: CompiledDefinitions): string {
  const thresholds = adoptionThresholds(definitions).map(({ feature, thresholdMs }) => [feature, thresholdMs] as const);
  const ordered = thresholds.sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([definitions.idleLimit, ordered]);
}
