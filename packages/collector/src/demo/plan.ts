import type { CatalogFeature } from "./catalog.ts";
import type { Fate } from "./fate.ts";
import type { Random } from "./random.ts";

/** What an account pays for. */
export type Plan = "Starter" | "Growth" | "Pro" | "Enterprise";

interface PlanTraits {
  /** Usual number of people, both ends included. */
  readonly people: readonly [number, number];
  /** Chance that the account never touches the least popular feature; nearly 0 for the most popular. */
  readonly untouchedChance: number;
  /** Usual number of assets of one type, both ends included. */
  readonly assets: readonly [number, number];
}

/** Traits of each plan. */
export const PLAN_TRAITS: Readonly<Record<Plan, PlanTraits>> = {
  Starter: { people: [3, 8], untouchedChance: 0.75, assets: [0, 3] },
  Growth: { people: [6, 18], untouchedChance: 0.55, assets: [1, 7] },
  Pro: { people: [12, 32], untouchedChance: 0.3, assets: [3, 14] },
  Enterprise: { people: [30, 60], untouchedChance: 0.12, assets: [6, 26] },
};

const PLAN_WEIGHTS: readonly { readonly plan: Plan; readonly weight: number; readonly weightOfSmall: number }[] = [
  { plan: "Starter", weight: 22, weightOfSmall: 55 },
  { plan: "Growth", weight: 35, weightOfSmall: 35 },
  { plan: "Pro", weight: 29, weightOfSmall: 10 },
  { plan: "Enterprise", weight: 14, weightOfSmall: 0 },
];
const SMALLEST_ACCOUNT = 3;
const LARGEST_ACCOUNT = 60;

/** Accounts that have just come, are gone or were never seen are seldom the big ones. */
export function drawPlan(random: Random, fate: Fate): Plan {
  const small = fate === "new" || fate === "churned" || fate === "silent";
  const plans = PLAN_WEIGHTS.map(({ plan, weight, weightOfSmall }) => ({
    plan,
    weight: small ? weightOfSmall : weight,
  }));
  return random.pickWeighted(plans).plan;
}

/** How many people an account would have if nothing else were said. */
export function drawSizeWeight(random: Random, plan: Plan): number {
  return random.integer(...PLAN_TRAITS[plan].people);
}

/**
 * Shares people out by weight, so that the sum is exact: 3 to 60 each where the numbers allow it. One person at a time to
 * the account with the most weight per person, D'Hondt's method.
 */
export function shareOut(people: number, weights: readonly number[]): readonly number[] {
  const fewest = Math.min(SMALLEST_ACCOUNT, Math.floor(people / weights.length));
  const most = Math.max(LARGEST_ACCOUNT, Math.ceil(people / weights.length));
  const shares = weights.map((weight) => ({ weight, size: fewest }));
  for (let rest = people - fewest * weights.length; rest > 0; rest -= 1) {
    const open = shares.filter(({ size }) => size < most);
    const next = open.reduce((best, share) => (quotientOf(share) > quotientOf(best) ? share : best));
    next.size += 1;
  }
  return shares.map(({ size }) => size);
}

function quotientOf({ weight, size }: { readonly weight: number; readonly size: number }): number {
  return weight / (size + 1);
}

/** What an account of this plan uses at all: always the two most popular features, the others less and less likely. */
export function usedFeatures(
  random: Random,
  plan: Plan,
  features: readonly CatalogFeature[],
): readonly CatalogFeature[] {
  const { untouchedChance } = PLAN_TRAITS[plan];
  return features.filter(
    // The chance is drawn for every feature, so that one more definition leaves the others' use alone.
    (_feature, rank) => !random.chance(untouchedChance * (rank / features.length)) || rank < 2,
  );
}
