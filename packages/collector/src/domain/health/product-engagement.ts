import type { ProductEngagementWeights } from "../definitions/health-definition.ts";
import { percentOf } from "../share.ts";
import { weighParts, type WeighedPart } from "./weigh-parts.ts";

/** What an account's product engagement is made of. */
export interface ProductEngagementInputs {
  /** Pairs of a member and a feature that they could adopt, all features together; null: the tracker sees nobody. */
  readonly adoption: { readonly adopted: number; readonly eligible: number } | null;
  /** The mean of the daily active users ÷ the monthly ones, 0 to 1; null: nobody was active. */
  readonly stickiness: number | null;
  /** People of the last 30 days beside those of the 30 days before. */
  readonly growth: Movement;
}

/** Who came, came back and stayed away. */
export interface Movement {
  /** Seen for the first time. */
  readonly new: number;
  /** Not seen in the days before, but earlier. */
  readonly returned: number;
  /** Seen in the days before only. */
  readonly dropped: number;
}

/** One part of it. */
export interface ProductEngagementPart extends WeighedPart {
  readonly part: keyof ProductEngagementWeights;
  /** A percentage, or those who came ÷ those who stayed away; null: missing, or nobody stayed away. */
  readonly input: number | null;
  /** As the definitions give it. */
  readonly weight: number;
  /** Why there is no input; null: there is. */
  readonly missing: "neverSeen" | "nothingEligible" | "nobodyActive" | "nothingMoved" | null;
}

/** A score that is never shown without its parts. */
export interface ProductEngagement {
  /** 0 to 100, a whole number; null: nothing is known that weighs anything. */
  readonly score: number | null;
  /** Adoption, stickiness, growth: always all three. */
  readonly parts: readonly ProductEngagementPart[];
}

/**
 * Product engagement after Pendo's Product Engagement Score, the mean of adoption, stickiness and growth
 * (https://support.pendo.io/hc/en-us/articles/360054782691-Product-Engagement-Score-PES-Overview), rounded. Adoption is
 * adopted ÷ eligible pairs of member and feature in percent; stickiness DAU ÷ MAU in percent; growth those who are new or
 * came back ÷ those who stayed away, as a percentage that ends at 100, so that no part outweighs the others: where as many
 * came as went, and where people came and nobody went, it is 100. Where nobody came or went there is nothing to tell growth
 * from. A missing part is left out and the others weigh in proportion, or counts 0 points where `missing` says so.
 */
export function productEngagement(
  { adoption, stickiness, growth }: ProductEngagementInputs,
  weights: ProductEngagementWeights,
  missing: "exclude" | "zero",
): ProductEngagement {
  const adopted = adoption === null ? null : percentOf(adoption.adopted, adoption.eligible);
  const came = growth.new + growth.returned;
  const hasMoved = came + growth.dropped > 0;
  const rate = growth.dropped === 0 ? null : came / growth.dropped;
  const drafts = [
    {
      part: "adoption",
      input: adopted,
      points: adopted === null ? null : Math.min(100, adopted),
      weight: weights.adoption,
      missing: adoption === null ? "neverSeen" : adopted === null ? "nothingEligible" : null,
    },
    {
      part: "stickiness",
      input: stickiness === null ? null : 100 * stickiness,
      points: stickiness === null ? null : 100 * stickiness,
      weight: weights.stickiness,
      missing: stickiness === null ? "nobodyActive" : null,
    },
    {
      part: "growth",
      input: rate,
      points: hasMoved ? Math.min(100, 100 * (rate ?? 1)) : null,
      weight: weights.growth,
      missing: hasMoved ? null : "nothingMoved",
    },
  ] as const satisfies readonly Omit<ProductEngagementPart, "effectiveWeight" | "contribution">[];
  return weighParts<Omit<ProductEngagementPart, "effectiveWeight" | "contribution">>(
    drafts,
    missing,
    adoption !== null,
  );
}
