import type { AttentionRules } from "../definitions/attention-definition.ts";
import { attentionOrder, type AttentionCandidate } from "../usage/attention-order.ts";
import { isTrusted } from "../usage/coverage.ts";
import type { AccountSignals } from "./account-signals.ts";
import { attentionHits, type AttentionHit } from "./attention-hits.ts";

/** An account that needs somebody, and why. */
export interface AttentionEntry extends AttentionCandidate {
  /** At least one, the heaviest first. */
  readonly hits: readonly AttentionHit[];
  /** What the hits are multiplied by: 1, for premium accounts more, and one more for every tenfold of seats. */
  readonly priority: number;
  /** Sum of the hits' weights × priority. */
  readonly score: number;
}

/** `breadth`: those first who use the fewest features with the most seats. `score`: those with the heaviest reasons. */
export type AttentionQueueOrder = "breadth" | "score";

/**
 * The accounts that need attention, in the order in which to work on them: by default the ones that use the fewest features
 * first, weighed by their seats. Accounts without a reason are not in it; those that the tracker can't see come after all of
 * whom it is known what they use. Equals by score are ordered by breadth.
 */
export function attentionQueue(
  accounts: readonly AccountSignals[],
  rules: AttentionRules,
  order: AttentionQueueOrder = "breadth",
): readonly AttentionEntry[] {
  const entries = accounts.map((signals) => toEntry(signals, rules)).filter(({ hits }) => hits.length > 0);
  const byBreadth = attentionOrder(entries);
  return order === "breadth" ? byBreadth : byBreadth.toSorted((one, other) => other.score - one.score);
}

function toEntry(signals: AccountSignals, rules: AttentionRules): AttentionEntry {
  const { account, seats, premium, breadth, coverage } = signals;
  const hits = attentionHits(signals, rules);
  const priority = premiumFactorOf(premium, rules) * seatsFactorOf(seats);
  return {
    account,
    seats,
    breadth: breadth.relevant === 0 ? null : breadth.adopted / breadth.relevant,
    isTrusted: isTrusted(coverage),
    hits,
    priority,
    score: hits.reduce((sum, { weight }) => sum + weight, 0) * priority,
  };
}

/** What premium accounts weigh more; 1 for the others. */
export function premiumFactorOf(isPremium: boolean, { premiumFactor }: Pick<AttentionRules, "premiumFactor">): number {
  return isPremium ? premiumFactor : 1;
}

/** 1, and one more for every tenfold of seats. @param seats null: nobody knows. */
export function seatsFactorOf(seats: number | null): number {
  return 1 + Math.log10(Math.max(1, seats ?? 1));
}
