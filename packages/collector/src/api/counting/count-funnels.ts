import { groupBy } from "../../domain/group-by.ts";
import { countFunnel, entryPointsOf, FUNNEL_STAGES, type FunnelCounts } from "../../domain/usage/funnel.ts";
import { readFunnelMembers } from "../reading/funnel-members.ts";
import type { Reading } from "../reading/reading.ts";
import { definedFeatures } from "../reading/uses.ts";
import { count, type Counting, type Sums } from "./sums.ts";

/**
 * How far the eligible members of each account get with every feature, as of the reading's last day, and how many are left
 * out. Whoever belongs to several accounts is a member of each, so that all of it adds up.
 */
export async function countFunnels(reading: Reading): Promise<ReadonlyMap<string, Sums>> {
  const features = definedFeatures(reading);
  if (features.length === 0) return new Map();
  const modules = new Map(features.map(({ feature, module }) => [feature, module]));
  const membersOf = await readFunnelMembers(reading, null);
  const counted = new Map<string, Counting>();
  for (const definition of features) {
    const { feature } = definition;
    const entryPoints = entryPointsOf(feature, modules);
    const { members: eligible, excluded } = membersOf(definition);
    const sumsOf = (account: string): Counting => {
      const sums = counted.get(account) ?? {};
      counted.set(account, sums);
      return sums;
    };
    for (const { account } of excluded) count(sumsOf(account), `excluded ${feature}`);
    for (const [account, members] of groupBy(eligible, (member) => member.account)) {
      const sums = sumsOf(account);
      count(sums, `members ${feature}`, members.length);
      const { people, stillOpen } = countFunnel(members, entryPoints, reading.lastDay);
      for (const stage of FUNNEL_STAGES) count(sums, `${stage} ${feature}`, people[stage]);
      count(sums, `stillOpen ${feature}`, stillOpen);
    }
  }
  return counted;
}

/** The funnel of a feature in counts, and of how many members it is. */
export interface FeatureFunnel extends FunnelCounts {
  readonly members: number;
  /** Members who are left out. */
  readonly excluded: number;
}

/** The counts of a feature, of what {@link countFunnels} counted. */
export function funnelIn(sums: Sums, feature: string): FeatureFunnel {
  const of = (name: string): number => sums[`${name} ${feature}`] ?? 0;
  return {
    members: of("members"),
    excluded: of("excluded"),
    people: {
      exposed: of("exposed"),
      activated: of("activated"),
      adopted: of("adopted"),
      usedAgain: of("usedAgain"),
    },
    stillOpen: of("stillOpen"),
  };
}
