import { entryPointsOf } from "../../domain/usage/funnel.ts";
import { groupBy } from "../../domain/group-by.ts";
import { memberEligibility } from "./eligibility.ts";
import { memberKey } from "./presence.ts";
import { memberSpans } from "./member-spans.ts";
import type { Reading } from "./reading.ts";
import { countedFeatures, definedFeatures } from "./uses.ts";

/** Of the members who could adopt a feature: the first two steps of its funnel. */
export interface FeatureReach {
  /** Who visited a place from which it can be seen, or itself. */
  readonly exposedUsers: number;
  /** Who has used it at all. */
  readonly activatedUsers: number;
}

/** The same in one account. */
export interface AccountReach extends FeatureReach {
  readonly account: string;
  readonly feature: string;
}

/** Counts them for every feature, by its key. */
export async function featureReach(reading: Reading): Promise<ReadonlyMap<string, FeatureReach>> {
  const sumOf = (own: readonly AccountReach[]): FeatureReach => ({
    exposedUsers: own.reduce((sum, { exposedUsers }) => sum + exposedUsers, 0),
    activatedUsers: own.reduce((sum, { activatedUsers }) => sum + activatedUsers, 0),
  });
  const byFeature = groupBy(await reachByAccount(reading), ({ feature }) => feature);
  return new Map([...byFeature].map(([feature, own]) => [feature, sumOf(own)]));
}

/** Counts them for every feature in each account in which there are any, without the days that the later steps of a funnel need. */
export async function reachByAccount(reading: Reading): Promise<readonly AccountReach[]> {
  const [users, { ineligibilityIn }, rows] = await Promise.all([
    reading.users(),
    memberEligibility(reading),
    memberSpans(reading),
  ]);
  const visitedBy = new Map<string, Set<string>>();
  for (const { account = "", user = "", feature = "", span } of rows) {
    const key = memberKey(account, user);
    if (span) visitedBy.set(key, (visitedBy.get(key) ?? new Set()).add(feature));
  }
  // Whoever has visited nothing is in no step.
  const visitors = users.flatMap(({ id, accounts }) =>
    accounts.flatMap((account) => {
      const visited = visitedBy.get(memberKey(account, id));
      return visited === undefined ? [] : [{ account, visited, ineligibilityOf: ineligibilityIn(account, id) }];
    }),
  );
  const modules = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
  const visitorsOf = groupBy(visitors, ({ account }) => account);
  return countedFeatures(reading).flatMap((definition) => {
    const { feature } = definition;
    const entryPoints = [...entryPointsOf(feature, modules)];
    return [...visitorsOf].flatMap(([account, own]): readonly AccountReach[] => {
      const exposed = own.filter(
        ({ visited, ineligibilityOf }) =>
          entryPoints.some((entry) => visited.has(entry)) && ineligibilityOf(definition) === null,
      );
      if (exposed.length === 0) return [];
      const activatedUsers = exposed.filter(({ visited }) => visited.has(feature)).length;
      return [{ account, feature, exposedUsers: exposed.length, activatedUsers }];
    });
  });
}
