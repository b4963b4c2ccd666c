/** A part of a score before it is known what the others weigh. */
export interface PartDraft {
  /** 0 to 100; null: missing. */
  readonly points: number | null;
  /** As the definitions give it. */
  readonly weight: number;
}

/** What a part comes to in a score. */
export interface WeighedPart {
  /** 0 to 100; null: missing and left out. */
  readonly points: number | null;
  /** Its share in this score, 0 to 1; those of all parts add up to 1. */
  readonly effectiveWeight: number;
  /** Points × effective weight; those of all parts add up to the score before it was rounded. */
  readonly contribution: number;
}

/** A score that is never shown without its parts. */
export interface WeighedScore<Part> {
  /** 0 to 100, a whole number; null: nothing is known that weighs anything. */
  readonly score: number | null;
  readonly parts: readonly (Part & WeighedPart)[];
}

/** Sums of products such as 0.3 × 75 can end just below the half that they are. */
const ROUNDING = 1e-9;

/**
 * The weighted mean of some parts, rounded. A missing part is left out and the others weigh in proportion, or counts 0 points
 * where `missing` says so; where nothing at all is known there is no score either way.
 * @param isScored whether there can be a score: where not, parts are told and weigh nothing.
 */
export function weighParts<Part extends PartDraft>(
  drafts: readonly Part[],
  missing: "exclude" | "zero",
  isScored = true,
): WeighedScore<Part> {
  const isKnown = isScored && drafts.some(({ points, weight }) => points !== null && weight > 0);
  const counted = drafts.map(({ points, weight }) => (isKnown && (points !== null || missing === "zero") ? weight : 0));
  const whole = counted.reduce((sum, weight) => sum + weight, 0);
  const parts = drafts.map((draft, index) => {
    const points = draft.points ?? (isKnown && missing === "zero" ? 0 : null);
    const effectiveWeight = whole === 0 ? 0 : (counted[index] ?? 0) / whole;
    return Object.assign({}, draft, { points, effectiveWeight, contribution: (points ?? 0) * effectiveWeight });
  });
  const score = isKnown ? roundScore(parts.reduce((sum, { contribution }) => sum + contribution, 0)) : null;
  return { score, parts };
}

/** To a whole number; exactly half rounds up. */
export function roundScore(exact: number): number {
  return Math.round(exact + ROUNDING);
}
