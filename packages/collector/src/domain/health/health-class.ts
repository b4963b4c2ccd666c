import type { HealthCuts } from "../definitions/health-definition.ts";

/** What a health score means. */
export type HealthClass = (typeof HEALTH_CLASSES)[number];

/** From the best to the worst. */
export const HEALTH_CLASSES = ["thriving", "healthy", "steady", "struggling"] as const;

/** What a person's health is: a class, or that nobody ever saw them, which is neither good nor bad. */
export type UserHealthClass = (typeof USER_HEALTH_CLASSES)[number];

export const USER_HEALTH_CLASSES = [...HEALTH_CLASSES, "neverSeen"] as const;

/** How many are in each class; who has no score is in none of them. */
export type HealthDistribution = Readonly<Record<HealthClass | "noData", number>>;

/** By default thriving from 76, healthy from 51, steady from 26, struggling below. */
export function healthClass(score: number, { thriving, healthy, steady }: HealthCuts): HealthClass {
  if (score >= thriving) return "thriving";
  if (score >= healthy) return "healthy";
  return score >= steady ? "steady" : "struggling";
}

/** Counts scores by class; null: no score. The numbers add up to the number of scores. */
export function healthDistribution(scores: Iterable<number | null>, cuts: HealthCuts): HealthDistribution {
  const counts = { thriving: 0, healthy: 0, steady: 0, struggling: 0, noData: 0 };
  for (const score of scores) counts[score === null ? "noData" : healthClass(score, cuts)]++;
  return counts;
}

/** The four classes as a bar of three: thriving and healthy are good, steady is average, struggling is poor. */
export function goodToPoor({ thriving, healthy, steady, struggling, noData }: HealthDistribution): {
  readonly good: number;
  readonly average: number;
  readonly poor: number;
  readonly noData: number;
} {
  return { good: thriving + healthy, average: steady, poor: struggling, noData };
}
