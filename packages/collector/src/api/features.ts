import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { featureOfAction } from "../domain/engagement.ts";
import { kindOfKey } from "../domain/feature-kind.ts";
import { HttpProblem } from "../http/problem.ts";
import { FEATURE_COLUMNS, FEATURE_SORTS, type FeaturesReply, type FeaturesRow } from "./contract.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { readListQuery } from "./query/list-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { summarizeVitals } from "./summarize-vitals.ts";
import { answerList, type List } from "./tables/list.ts";

const FEATURES: List<FeaturesRow> = {
  name: "features",
  keys: ["feature", "name"],
  sorts: FEATURE_SORTS,
  columns: FEATURE_COLUMNS,
  arrangement: { texts: ({ name, feature }) => [name, feature], defaultSort: null },
};

/** `GET /v1/features`: every feature, over all accounts that the request leaves. */
export async function readFeatures(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, FEATURES, request.accept);
  const reading = await readingOf(request);
  const head: Omit<FeaturesReply, "total" | "rows"> = reading.head;
  return answerList(FEATURES, await featureRows(reading), query, head);
}

/**
 * `GET /v1/accounts/:id/features`: every feature, in one account.
 * @throws HttpProblem `not-found` when whoever asks may see no such account.
 */
export async function readAccountFeatures(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, FEATURES, request.accept);
  const { id = "" } = request.path;
  const all = await readingOf(request);
  const account = (await all.accounts()).find((row) => row.id === id);
  if (account === undefined) throw unknownAccount(id);
  const reading = all.narrow([id]);
  const head: Omit<FeaturesReply, "total" | "rows"> = {
    ...reading.head,
    account: { id, name: account.name ?? id, plan: account.plan },
  };
  return answerList(FEATURES, await featureRows(reading), query, head);
}

/** The problem of an account that isn't there, for whoever asks. */
export function unknownAccount(id: string): HttpProblem {
  return new HttpProblem(
    "not-found",
    `There is no account "${id.slice(0, 80)}". GET /v1/accounts lists the ones there are.`,
  );
}

/** Every defined feature, and what else has data, in the order of the definitions. */
export async function featureRows(reading: Reading): Promise<readonly FeaturesRow[]> {
  const { definitions, facts, scope, days } = reading;
  const within = { scope, days: reading.within(days) };
  const [totals, distinct, names, actions, assets, vitals] = await Promise.all([
    reading.totals({ by: ["feature"] }),
    reading.distinctUsers(["feature"]),
    facts.featureNames(within),
    reading.actionTotals({ by: [] }),
    reading.assetCounts(),
    scope.kind === "all" ? facts.vitals(within) : [],
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
  return featureKeys(definitions, [...metrics.keys()]).map(row);
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
