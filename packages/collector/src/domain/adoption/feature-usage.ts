import { OTHER_FEATURE, type Stage } from "@uptake/tracker/protocol";
import { percentOf } from "../share.ts";
import type { FeatureUse } from "./feature-use.ts";

/** Overall product adoption. */
export interface FeatureUsage {
  readonly activeAccounts: number;
  readonly features: number;
  /** Active accounts × features. */
  readonly possible: number;
  /** Pairs of account and feature that are adopted. */
  readonly used: number;
  /** Pairs that are only tried. */
  readonly tried: number;
  /** Used ÷ possible; null: there are no accounts or no features. */
  readonly percent: number | null;
  /** Used or tried ÷ possible. */
  readonly percentWithTried: number | null;
}

/**
 * Feature Usage %: adopted pairs of account and feature ÷ (active accounts × features), as GoCSM reckons it: 50 accounts ×
 * 16 features are 800, of which 500 used are 62.5 %. An account has adopted a feature when one of its members has.
 * @param activeAccounts those that haven't churned, whether or not they were ever seen.
 * @param features the defined ones; `_other` is none of them.
 * @param uses in any order; of other accounts and features they count nothing.
 */
export function featureUsage(
  activeAccounts: Iterable<string>,
  features: Iterable<string>,
  uses: Iterable<Pick<FeatureUse, "account" | "feature" | "stage">>,
): FeatureUsage {
  const accounts = new Set(activeAccounts);
  const columns = new Set(features);
  columns.delete(OTHER_FEATURE);
  const pairs = new Map<string, Stage>();
  for (const { account, feature, stage } of uses) {
    if (stage === "untouched" || !accounts.has(account) || !columns.has(feature)) continue;
    const pair = `${account}\n${feature}`;
    if (pairs.get(pair) !== "adopted") pairs.set(pair, stage);
  }
  const used = [...pairs.values()].filter((stage) => stage === "adopted").length;
  const possible = accounts.size * columns.size;
  return {
    activeAccounts: accounts.size,
    features: columns.size,
    possible,
    used,
    tried: pairs.size - used,
    percent: percentOf(used, possible),
    percentWithTried: percentOf(pairs.size, possible),
  };
}
