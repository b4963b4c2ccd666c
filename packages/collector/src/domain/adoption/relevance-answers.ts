/** What was last said about one feature, of a member or an account as a whole. */
export interface RelevanceAnswer {
  readonly feature: string;
  /** Why it isn't relevant; null: it is, which takes an earlier answer back. */
  readonly reason: string | null;
}

/**
 * The features that somebody has taken out of a denominator, as CustomerSuccessBox has one ask first whether a feature "is
 * really useful for your customer's business". Without an answer a feature is in.
 * @param answers the last one of each feature, in any order.
 */
export function notRelevantFeatures(answers: readonly RelevanceAnswer[]): ReadonlySet<string> {
  return new Set(answers.filter(({ reason }) => reason !== null).map(({ feature }) => feature));
}
