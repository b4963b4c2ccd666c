const DAY_MS = 86_400_000;

/** How happy an answer of 0 to 10 is. */
export type Happiness = (typeof HAPPINESS_LEVELS)[number];

/** From the least to the most. */
export const HAPPINESS_LEVELS = ["notHappy", "neutral", "happy", "veryHappy"] as const;

/** Points of each level, as GoCSM's feedback gives them; no answer has none, not 0. */
export const HAPPINESS_POINTS: Readonly<Record<Happiness, number>> = {
  notHappy: 25,
  neutral: 50,
  happy: 75,
  veryHappy: 100,
};

/** One answer to "how likely are you to recommend us", 0 to 10. */
export interface Answer {
  /** Unix ms. */
  readonly at: number;
  readonly score: number;
}

/** 0–4 not happy, 5–6 neutral, 7–8 happy, 9–10 very happy. */
export function happinessOf(score: number): Happiness {
  if (score < 5) return "notHappy";
  if (score < 7) return "neutral";
  return score < 9 ? "happy" : "veryHappy";
}

/**
 * The answer that counts: the latest up to now that is no older than so many days, however happy earlier ones were. Of two
 * at one moment, the one that comes last. Null: there is none.
 */
export function latestAnswer(answers: readonly Answer[], nowMs: number, feedbackDays: number): Answer | null {
  return answers
    .filter(({ at }) => at <= nowMs && nowMs - at <= feedbackDays * DAY_MS)
    .reduce<Answer | null>((latest, answer) => (latest === null || answer.at >= latest.at ? answer : latest), null);
}
