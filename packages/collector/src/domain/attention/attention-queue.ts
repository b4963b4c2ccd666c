import type { AttentionRules } from "../definitions/attention-definition.ts";
import { percentOf } from "../share.ts";
import type { AccountSignals } from "./account-signals.ts";
import { attentionHits, type AttentionHit } from "./attention-hits.ts";

/** An account that needs somebody, and why. */
export interface AttentionEntry {
  readonly account: string;
  /** At least one, the heaviest first. */
  readonly hits: readonly AttentionHit[];
  /** What the hits are multiplied by: 1, for premium accounts more, and one more for every tenfold of seats. */
  readonly priority: number;
  /** Sum of the hits' weights × priority. */
  readonly score: number;
  /** Adopted ÷ relevant features in percent; null: nothing is relevant. */
  readonly breadthPercent: number | null;
  /** Seats × the share of features that isn't adopted: how much is paid for and lies idle. null: one of them is unknown. */
  readonly unusedSeats: number | null;
}

/** `breadth`: those first who use the fewest features with the most seats. `score`: those with the heaviest reasons. */
export type AttentionOrder = "breadth" | "score";

/**
 * The accounts that need attention, in the order in which to work on them. By default the ones that use the fewest features
 * come first, weighed by their seats, after CustomerSuccessBox's advice to start with accounts that use fewer features;
 * equals by score, then by id. Accounts without a reason are not in it.
 */
export function attentionQueue(
  accounts: readonly AccountSignals[],
  rules: AttentionRules,
  order: AttentionOrder = "breadth",
): readonly AttentionEntry[] {
  const byBreadth = (entry: AttentionEntry): number => entry.unusedSeats ?? -1;
  const byScore = (entry: AttentionEntry): number => entry.score;
  const keys = order === "breadth" ? [byBreadth, byScore] : [byScore, byBreadth];
  return accounts
    .map((signals) => toEntry(signals, rules))
    .filter(({ hits }) => hits.length > 0)
    .sort((one, other) => {
      const [first = 0, second = 0] = keys.map((key) => key(other) - key(one));
      return first || second || (one.account < other.account ? -1 : 1);
    });
}

function toEntry(signals: AccountSignals, rules: AttentionRules): AttentionEntry {
  const { account, seats, premium, breadth } = signals;
  const hits = attentionHits(signals, rules);
  const priority = (premium ? rules.premiumFactor : 1) * (1 + Math.log10(Math.max(1, seats ?? 1)));
  const breadthPercent = percentOf(breadth.adopted, breadth.relevant);
  return {
    account,
    hits,
    priority,
    score: hits.reduce((sum, { weight }) => sum + weight, 0) * priority,
    breadthPercent,
    unusedSeats:
      breadthPercent === null || seats === null
        ? null
        : (seats * (breadth.relevant - breadth.adopted)) / breadth.relevant,
  };
}
