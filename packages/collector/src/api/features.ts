import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import type { AccountScope } from "../domain/account-scope.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { featureOfAction } from "../domain/engagement.ts";
import { kindOfKey } from "../domain/feature-kind.ts";
import { HttpProblem } from "../http/problem.ts";
import { arrange } from "./arrange.ts";
import { FEATURE_SORTS, type FeaturesReply, type FeaturesRow } from "./contract.ts";
import { readListQuery } from "./list-query.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { readContext, type ReadParts } from "./reply-head.ts";
import { summarizeVitals } from "./summarize-vitals.ts";

/** `GET /v1/features`: every feature, over all accounts. */
export function readFeatures(url: string, scope: AccountScope, parts: ReadParts): Promise<FeaturesReply> {
  return readFeatureRows(url, scope, parts, {});
}

/**
 * `GET /v1/accounts/:id/features`: every feature, in one account.
 * @throws HttpProblem `not-found` when whoever asks may see no such account.
 */
export async function readAccountFeatures(
  url: string,
  id: string,
  scope: AccountScope,
  parts: ReadParts,
): Promise<FeaturesReply> {
  const account = (await parts.facts.accounts(scope)).find((row) => row.id === id);
  if (account === undefined) {
    throw new HttpProblem(
      "not-found",
      `There is no account "${id.slice(0, 80)}". GET /v1/accounts lists the ones there are.`,
    );
  }
  const reply = await readFeatureRows(url, scope, parts, { account: id });
  return { ...reply, account: { id, name: account.name ?? id, plan: account.plan } };
}

async function readFeatureRows(
  url: string,
  scope: AccountScope,
  parts: ReadParts,
  only: { readonly account?: string },
): Promise<FeaturesReply> {
  const query = readListQuery(url, FEATURE_SORTS);
  const { head, definitions, within } = await readContext(parts, scope, query.period);
  const [totals, distinct, names, actions, assets, vitals] = await Promise.all([
    parts.facts.totals({ ...within, ...only, by: ["feature"] }),
    parts.facts.distinctUsers({ ...within, ...only, by: ["feature"], idleLimitIndex: definitions.idleLimitIndex }),
    parts.facts.featureNames({ ...within, ...only }),
    parts.facts.actionTotals({ ...within, ...only, by: ["feature"] }),
    parts.facts.assetCounts({ scope, ...only }),
    only.account === undefined ? parts.facts.vitals(within) : [],
  ]);
  const vitalsOf = summarizeVitals(vitals);
  const metrics = groupMetrics(
    {
      totals: { rows: totals, key: (row) => row.feature ?? null },
      actions: {
        rows: actions,
        key: (row) => (definitions.actions.has(row.action) ? featureOfAction(row, definitions) : null),
      },
      assets: { rows: assets, key: ({ type }) => definitions.assetTypes.get(type)?.feature ?? null },
    },
    definitions,
  );
  const users = new Map(distinct.map((counted) => [counted.feature, counted.users]));
  const ownNames = new Map(names.map((named) => [named.feature, named.name]));
  const row = (feature: string): FeaturesRow => ({
    ...describe(feature, definitions, ownNames),
    ...(metrics.get(feature) ?? NO_METRICS),
    users: users.get(feature) ?? 0,
    vitals: vitalsOf.get(feature) ?? null,
  });
  const rows = featureKeys(definitions, [...metrics.keys()]).map(row);
  return {
    ...head,
    ...arrange(rows, query, {
      texts: ({ name, feature }) => [name, feature],
      value: (featuresRow, by) => featuresRow[by],
      defaultSort: null,
    }),
  };
}

function describe(
  feature: string,
  definitions: CompiledDefinitions,
  ownNames: ReadonlyMap<string, string>,
): Pick<FeaturesRow, "feature" | "name" | "kind" | "module" | "moduleName" | "defined"> {
  const definition = definitions.features.get(feature);
  return {
    feature,
    name: definition?.name ?? ownNames.get(feature) ?? feature,
    kind: definition?.kind ?? kindOfKey(feature),
    module: definition?.module ?? null,
    moduleName: definition?.moduleName ?? null,
    defined: definition !== undefined,
  };
}

/** Defined features in their order; then links; then `_other`; then what no definition names. */
function featureKeys(definitions: CompiledDefinitions, withData: readonly string[]): readonly string[] {
  const rank = (feature: string): number => (kindOfKey(feature) === "link" ? 0 : feature === OTHER_FEATURE ? 1 : 2);
  const others = withData.filter((feature) => !definitions.features.has(feature)).toSorted();
  return [...definitions.features.keys(), ...others.toSorted((one, other) => rank(one) - rank(other))];
}
