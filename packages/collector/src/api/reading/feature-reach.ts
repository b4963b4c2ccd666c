import { entryPointsOf } from "../../domain/usage/funnel.ts";
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

/** Counts them for every feature, without the days that the later steps of a funnel need. */
export async function featureReach(reading: Reading): Promise<ReadonlyMap<string, FeatureReach>> {
  const [users, { ineligibilityOf }, rows] = await Promise.all([
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
      return visited === undefined ? [] : [{ account, user: id, visited }];
    }),
  );
  const modules = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
  return new Map(
    countedFeatures(reading).map((definition) => {
      const { feature } = definition;
      const entryPoints = [...entryPointsOf(feature, modules)];
      const exposed = visitors.filter(
        ({ account, user, visited }) =>
          entryPoints.some((entry) => visited.has(entry)) && ineligibilityOf(definition, account, user) === null,
      );
      const activatedUsers = exposed.filter(({ visited }) => visited.has(feature)).length;
      return [feature, { exposedUsers: exposed.length, activatedUsers }];
    }),
  );
}
