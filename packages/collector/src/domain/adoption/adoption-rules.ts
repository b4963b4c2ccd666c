import type { CompiledDefinitions } from "../compile-definitions.ts";

/** Where a member's active time on a feature has to get to. */
export interface AdoptionThreshold {
  readonly feature: string;
  readonly thresholdMs: number;
  /** First slot that counts: the one after a removal, or 0. */
  readonly sinceSlot: number;
}

/**
 * The threshold of every defined feature. What is not defined can't be adopted.
 * @param sinceSlotOf first slot that counts for a feature, where the member was removed from its stage; see `currentEpoch`.
 */
export function adoptionThresholds(
  { features }: CompiledDefinitions,
  sinceSlotOf: (feature: string) => number = () => 0,
): readonly AdoptionThreshold[] {
  return [...features.values()].map(({ feature, thresholdMs }) => ({
    feature,
    thresholdMs,
    sinceSlot: sinceSlotOf(feature),
  }));
}

/** Everything of the definitions that decides about adoption, as a text that is the same for the same rules. */
export function adoptionRules(definitions: CompiledDefinitions): string {
  const thresholds = adoptionThresholds(definitions).map(({ feature, thresholdMs }) => [feature, thresholdMs] as const);
  const ordered = thresholds.sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([definitions.idleLimit, ordered]);
}
