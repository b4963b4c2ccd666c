/** What users can answer when a feature is offered to them. `relevant` takes an earlier answer back. */
export type RelevanceAnswerKind = "notRelevant" | "doneElsewhere" | "needHelp" | "relevant";

/** A user's answer about one feature. */
export interface RelevanceAnswer {
  readonly feature: string;
  readonly kind: RelevanceAnswerKind;
  /** Unix ms. */
  readonly at: number;
  /** Whether somebody has said that the answer doesn't hold. */
  readonly rejected: boolean;
}

/**
 * The answer that counts for each feature: the latest, and of two at one moment the one that comes last. An answer that was
 * taken back is none.
 */
export function currentAnswers(answers: readonly RelevanceAnswer[]): ReadonlyMap<string, RelevanceAnswer> {
  const latest = new Map<string, RelevanceAnswer>();
  for (const answer of answers) {
    const known = latest.get(answer.feature);
    if (known === undefined || answer.at >= known.at) latest.set(answer.feature, answer);
  }
  return new Map([...latest].filter(([, { kind }]) => kind !== "relevant"));
}

/**
 * Features that a user has taken out of their denominator: not relevant to them, or done elsewhere, unless that was
 * rejected. Who needs help still counts.
 */
export function notRelevantFeatures(answers: readonly RelevanceAnswer[]): ReadonlySet<string> {
  const excluding = [...currentAnswers(answers).values()].filter(
    ({ kind, rejected }) => kind !== "needHelp" && !rejected,
  );
  return new Set(excluding.map(({ feature }) => feature));
}
