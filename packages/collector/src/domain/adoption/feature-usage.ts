import { OTHER_FEATURE, type Stage } from "@uptake/tracker/protocol";
import { percentOf } from "../share.ts";
import type { FeatureUse } from "./feature-use.ts";

/** Overall product adoption. */
export interface FeatureUsage {
  readonly activeAccounts: number;
  readonly features: number;
  /** Pairs of active account and feature that somebody has said not to be relevant: in no number. */
  readonly notRelevant: number;
  /** Active accounts × features, without those pairs. */
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
 * 16 features are 800, of which 500 used are 62.5 %. An account has adopted a feature when one of its members has. Pairs of
 * which somebody has said that they are not relevant are in neither term.
 * @param activeAccounts those that haven't churned, whether or not they were ever seen.
 * @param features the defined ones; `_other` is none of them.
 * @param isNotRelevant whether somebody has said so of a feature in an account.
 * @param uses in any order; of other accounts and features they count nothing.
 */
export function featureUsage(
  activeAccounts: Iterable<string>,
  features: Iterable<string>,
  uses: Iterable<Pick<FeatureUse, "account" | "feature" | "stage">>,
  isNotRelevant: (account: string, feature: string) => boolean = () => false,
): FeatureUsage {
  const accounts = new Set(activeAccounts);
  const columns = new Set(features);
  columns.delete(OTHER_FEATURE);
  const pairs = new Map<string, Stage>();
  for (const { account, feature, stage } of uses) {
    if (stage === "untouched" || !accounts.has(account) || !columns.has(feature)) continue;
    if (isNotRelevant(account, feature)) continue;
    const pair = `${account}\n${feature}`;
    if (pairs.get(pair) !== "adopted") pairs.set(pair, stage);
  }
  const used = [...pairs.values()].filter((stage) => stage === "adopted").length;
  let notRelevant = 0;
  for (const account of accounts) for (const feature of columns) if (isNotRelevant(account, feature)) notRelevant += 1;
  const possible = accounts.size * columns.size - notRelevant;
  return {
    activeAccounts: accounts.size,
    features: columns.size,
    notRelevant,
    possible,
    used,
    tried: pairs.size - used,
    percent: percentOf(used, possible),
    percentWithTried: percentOf(pairs.size, possible),
  };
}
