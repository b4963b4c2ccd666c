const BILLION = 1e9;

/** What decides how soon an account deserves attention. */
export interface AttentionCandidate {
  readonly account: string;
  /** Used or adopted ÷ relevant features, 0 to 1. Null: no data. */
  readonly breadth: number | null;
  /** Whether the tracker sees enough of its people for its breadth to mean anything. */
  readonly isTrusted: boolean;
  /** Licensed seats. Null: not known, then as few as can be. */
  readonly seats: number | null;
}

/**
 * The order in which to work through accounts: "start with accounts that use fewer features", so narrowest first, weighted
 * by seats: (1 − breadth) × seats, highest first. Equal ones by breadth, then by id. Those without data come last, as do those
 * that the tracker can't see: before anybody calls there, it has to be seen whether they are silent or can't be seen.
 */
export function attentionOrder<Candidate extends AttentionCandidate>(
  candidates: readonly Candidate[],
): readonly Candidate[] {
  return candidates.toSorted(
    (one, other) =>
      Number(unusedWeight(one) === null) - Number(unusedWeight(other) === null) ||
      (unusedWeight(other) ?? 0) - (unusedWeight(one) ?? 0) ||
      Number(one.breadth === null) - Number(other.breadth === null) ||
      (one.breadth ?? 0) - (other.breadth ?? 0) ||
      (one.account < other.account ? -1 : 1),
  );
}

/**
 * What the order goes by first, to the billionth, so that what is equal but for the rounding of shares is equal; null: no
 * data, or none that means anything.
 */
export function unusedWeight({ breadth, seats, isTrusted }: Omit<AttentionCandidate, "account">): number | null {
  return breadth === null || !isTrusted
    ? null
    : Math.round((1 - breadth) * Math.max(1, seats ?? 1) * BILLION) / BILLION;
}
