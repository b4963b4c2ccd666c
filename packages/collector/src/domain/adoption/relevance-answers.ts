/** What was last said about one feature, of a member or an account as a whole. */
export interface RelevanceAnswer {
  readonly feature: string;
  /** Why it isn't relevant; null: it is, which takes an earlier answer back. */
  readonly reason: string | null;
}

/** The features that somebody has taken out of a denominator. */
export function notRelevantFeatures(answers: readonly RelevanceAnswer[]): ReadonlySet<string> {
  return new Set(answers.filter(({ reason }) => reason !== null).map(({ feature }) => feature));
}
