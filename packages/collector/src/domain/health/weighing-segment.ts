import type { HealthRules } from "../definitions/health-definition.ts";

/** By which rules somebody's health is made. */
export interface WeighedHealth {
  readonly rules: HealthRules;
  /** Whose weights these are; null: the general ones. */
  readonly segment: string | null;
}

/**
 * The rules for somebody in some segments: where several of them have weights of their own, the first in the order of the
 * definitions decides, as CustomerSuccessBox goes through its segments from the top (Vitally takes the one joined last, so
 * that the same people can be weighed in two ways); where none has, the general weights hold. What a segment leaves out
 * weighs as it does in general.
 * @param order all segments, in the order of the definitions.
 * @param own the segments that they are in.
 */
export function weighedHealth(rules: HealthRules, order: Iterable<string>, own: ReadonlySet<string>): WeighedHealth {
  for (const segment of order) {
    // A segment may be called like what every object has, such as "toString".
    if (!own.has(segment) || !Object.hasOwn(rules.segmentWeights, segment)) continue;
    return { rules: { ...rules, weights: { ...rules.weights, ...rules.segmentWeights[segment] } }, segment };
  }
  return { rules, segment: null };
}
