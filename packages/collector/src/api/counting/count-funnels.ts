import { groupBy } from "../../domain/group-by.ts";
import { countFunnel, entryPointsOf, FUNNEL_STAGES, type FunnelCounts } from "../../domain/usage/funnel.ts";
import { readFunnelMembers } from "../reading/funnel-members.ts";
import type { Reading } from "../reading/reading.ts";
import { definedFeatures } from "../reading/uses.ts";
import { count, type Counting, type Sums } from "./sums.ts";

/**
 * How far the members of each account get with every feature, as of the reading's last day. Whoever belongs to several
 * accounts is a member of each, so that all of it adds up.
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
    for (const [account, members] of groupBy(membersOf(definition), (member) => member.account)) {
      const sums = counted.get(account) ?? { members: members.length };
      counted.set(account, sums);
      const { people, stillOpen } = countFunnel(members, entryPoints, reading.lastDay);
      for (const stage of FUNNEL_STAGES) count(sums, `${stage} ${feature}`, people[stage]);
      count(sums, `stillOpen ${feature}`, stillOpen);
    }
  }
  return counted;
}

/** The counts of a feature, of what {@link countFunnels} counted. */
export function funnelIn(sums: Sums, feature: string): FunnelCounts & { readonly members: number } {
  const of = (name: string): number => sums[`${name} ${feature}`] ?? 0;
  return {
    members: sums["members"] ?? 0,
    people: {
      exposed: of("exposed"),
      activated: of("activated"),
      adopted: of("adopted"),
      usedAgain: of("usedAgain"),
    },
    stillOpen: of("stillOpen"),
  };
}
