import type { HealthCuts } from "../definitions/health-definition.ts";

/** What a health score means. */
export type HealthClass = (typeof HEALTH_CLASSES)[number];

/** From the best to the worst. */
export const HEALTH_CLASSES = ["thriving", "healthy", "steady", "struggling"] as const;

/** What a person's health is: a class, or that nobody ever saw them, which is neither good nor bad. */
export type UserHealthClass = (typeof USER_HEALTH_CLASSES)[number];

export const USER_HEALTH_CLASSES = [...HEALTH_CLASSES, "neverSeen"] as const;

/** By default thriving from 76, healthy from 51, steady from 26, struggling below. */
export function healthClass(score: number, { thriving, healthy, steady }: HealthCuts): HealthClass {
  if (score >= thriving) return "thriving";
  if (score >= healthy) return "healthy";
  return score >= steady ? "steady" : "struggling";
}

/** A class on a bar of three, from the best to the worst. */
export type HealthLevel = (typeof HEALTH_LEVELS)[number];

export const HEALTH_LEVELS = ["good", "average", "poor"] as const;

const LEVELS: Readonly<Record<HealthClass, HealthLevel>> = {
  thriving: "good",
  healthy: "good",
  steady: "average",
  struggling: "poor",
};

/** The four classes as CustomerSuccessBox shows a portfolio: how many accounts are good, and how many poor. */
export function healthLevel(of: HealthClass): HealthLevel {
  return LEVELS[of];
}
