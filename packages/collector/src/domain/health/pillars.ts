import type { HealthCuts } from "../definitions/health-definition.ts";
import { healthClass, type HealthClass } from "./health-class.ts";

const DAY_MS = 86_400_000;

/** The four sides of an account's health, as CustomerSuccessBox has them. */
export type Pillar = (typeof PILLARS)[number];

export const PILLARS = ["relationship", "service", "financial", "productAdoption"] as const;

/** A score of a pillar that somebody else has made. */
export interface ImportedPillar {
  readonly pillar: Exclude<Pillar, "productAdoption">;
  /** 0 to 100. */
  readonly score: number;
  /** Who says so, such as `zendesk`. */
  readonly source: string;
  /** When it was so, Unix ms. */
  readonly at: number;
}

/** One pillar of an account. What nobody provides is never a colour. */
export type PillarHealth =
  | {
      readonly pillar: Pillar;
      readonly kind: "computed";
      readonly score: number;
      readonly class: HealthClass;
    }
  | {
      readonly pillar: Pillar;
      readonly kind: "imported";
      readonly score: number;
      readonly class: HealthClass;
      readonly source: string;
      /** Whole days. */
      readonly ageDays: number;
    }
  /** Ours, but there is nothing to compute it from yet. */
  | { readonly pillar: Pillar; readonly kind: "noData" }
  | { readonly pillar: Pillar; readonly kind: "notProvided" };

/**
 * All four pillars, always in the same order. Product adoption is computed here; the others are imported, of several
 * imports of one pillar the latest up to now, and of two at one moment the one that comes last.
 * @param productAdoption 0 to 100; null: no data.
 */
export function pillarHealth(
  productAdoption: number | null,
  imported: readonly ImportedPillar[],
  nowMs: number,
  cuts: HealthCuts,
): readonly PillarHealth[] {
  return PILLARS.map((pillar): PillarHealth => {
    if (pillar === "productAdoption") {
      if (productAdoption === null) return { pillar, kind: "noData" };
      return { pillar, kind: "computed", score: productAdoption, class: healthClass(productAdoption, cuts) };
    }
    const latest = imported
      .filter((one) => one.pillar === pillar && one.at <= nowMs)
      .reduce<ImportedPillar | null>((found, one) => (found === null || one.at >= found.at ? one : found), null);
    if (latest === null) return { pillar, kind: "notProvided" };
    const { score, source, at } = latest;
    const ageDays = Math.floor((nowMs - at) / DAY_MS);
    return { pillar, kind: "imported", score, class: healthClass(score, cuts), source, ageDays };
  });
}
