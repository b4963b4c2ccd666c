import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import { changeBetween } from "../domain/usage/change.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { kindOfKey } from "../domain/feature-kind.ts";
import { HttpProblem } from "../http/problem.ts";
import { FEATURE_COLUMNS, FEATURE_SORTS, type FeaturesReply, type FeaturesRow, type Metrics } from "./contract.ts";
import {
  countFeatures,
  keptFeatures,
  NO_REACH,
  NO_STAGES,
  type StageCounts,
  type WantedFigures,
} from "./feature-figures.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { NO_METRICS, withShare } from "./metrics.ts";
import { addressTemplates, numberAddress, type ColumnNumber } from "./number-address.ts";
import type { Subject } from "./numbers/number.ts";
import { readListQuery, type ListQuery } from "./query/list-query.ts";
import { areAssetsTold, featuresWithAssets } from "./reading/assets-told.ts";
import { companies } from "./reading/companies.ts";
import { findKept, headOf, keptFor } from "./reading/kept-for.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { isLaunched } from "./reading/uses.ts";
import { summarizeVitals } from "./summarize-vitals.ts";
import { partsOf } from "./tables/flat-columns.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, type List } from "./tables/list.ts";
import { whereBeforeOpens } from "./tile.ts";

const ofFeature = (number: string): ColumnNumber<"feature"> => ({ number, of: { feature: "feature" } });

export const FEATURES_LIST: List<FeaturesRow> = {
  name: "features",
  keys: ["feature", "name"],
  sorts: FEATURE_SORTS,
  columns: FEATURE_COLUMNS,
  arrangement: { texts: ({ name, feature }) => [name, feature], defaultSort: null },
  numbers: {
    assets: ofFeature("assets"),
    activeAssets: ofFeature("activeAssets"),
    activeAssetPercent: ofFeature("activeAssetPercent"),
    engagement: ofFeature("engagement"),
    activeMs: ofFeature("activeMs"),
    visits: ofFeature("visits"),
    users: ofFeature("activeUsers"),
    medianActiveMs: ofFeature("medianActiveMs"),
    exposedUsers: ofFeature("funnelExposed"),
    activatedUsers: ofFeature("funnelActivated"),
    tried: ofFeature("triedMembers"),
    adopted: ofFeature("adoptedMembers"),
    lapsed: ofFeature("lapsedMembers"),
    adoptedUsers: ofFeature("adoptedUsers"),
    eligibleUsers: ofFeature("eligibleUsers"),
    adoptionPercent: ofFeature("adoptionPercent"),
    adoptedUsersBeforeAnswers: ofFeature("adoptedUsersBeforeAnswers"),
    eligibleUsersBeforeAnswers: ofFeature("eligibleUsersBeforeAnswers"),
    adoptionPercentBeforeAnswers: ofFeature("adoptionPercentBeforeAnswers"),
    adoptedAccounts: ofFeature("adoptedAccounts"),
    eligibleAccounts: ofFeature("eligibleAccounts"),
    notAdoptedAccounts: ofFeature("notAdoptedAccounts"),
    "vitals.lcpMs": ofFeature("lcpMs"),
    "vitals.inpMs": ofFeature("inpMs"),
    "vitals.cls1000": ofFeature("cls1000"),
    engagementChange: ofFeature("engagementChange"),
    activeMsChange: ofFeature("activeMsChange"),
  },
  flat: { vitals: partsOf("vitals", ["lcpMs", "inpMs", "cls1000"]) },
};

/** `GET /v1/features`: every feature, over all accounts that the request leaves. */
export async function readFeatures(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, FEATURES_LIST, request.accept);
  const reading = await readingOfPeople(request);
  const addresses = await addressesOf(reading, request.parameters);
  const head: Omit<FeaturesReply, "total" | "rows"> = {
    ...headOf(reading, "use"),
    ...(await leftOut(reading)),
    addresses,
  };
  return answerList(FEATURES_LIST, await featureRows(reading, wantedColumns(query)), query, head);
}

/**
 * `GET /v1/accounts/:id/features`: every feature, in one account.
 * @throws HttpProblem `not-found` when whoever asks may see no such account.
 */
export async function readAccountFeatures(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, FEATURES_LIST, request.accept);
  const { id = "" } = request.path;
  const reading = (await readingOfPeople(request)).narrow([id]);
  const [account] = await reading.accounts();
  if (account === undefined) throw unknownAccount(id, reading);
  const head: Omit<FeaturesReply, "total" | "rows"> = {
    ...headOf(reading, "use"),
    addresses: await addressesOf(reading, request.parameters, { account: id }),
    ...(await leftOut(reading)),
    account: { id, name: account.name ?? id, plan: account.plan },
  };
  return answerList(listOf(FEATURES_LIST, id), await featureRows(reading, wantedColumns(query)), query, head);
}

/** Where the numbers of the list open, in one account or in all that the request leaves. */
async function addressesOf(
  reading: Reading,
  asked: URLSearchParams,
  subject: Pick<Subject, "account"> = {},
): Promise<FeaturesReply["addresses"]> {
  const { account } = subject;
  const before = await whereBeforeOpens(reading, asked, account === undefined ? asked.getAll("account") : [account]);
  const columns = addressTemplates(
    asked,
    {
      ...FEATURES_LIST.numbers,
      // Of one account there is no share of accounts.
      ...(account === undefined && { accountAdoptionPercent: ofFeature("accountAdoptionPercent") }),
      ...(before !== null && {
        engagementBefore: { ...ofFeature("engagement"), ...before },
        activeMsBefore: { ...ofFeature("activeMs"), ...before },
      }),
    },
    subject,
  );
  return { ...columns, notInRosterAccounts: numberAddress(asked, { number: "notInRosterAccounts", subject }) };
}

/** How many accounts are in no rate since the host hasn't told of them. */
async function leftOut(reading: Reading): Promise<Pick<FeaturesReply, "notInRosterAccounts">> {
  const found = findKept(reading, "use");
  if (found === null) return { notInRosterAccounts: (await companies(reading)).unlisted.length };
  return { notInRosterAccounts: (await sumsOf(reading, found.kept, "adoption"))["notInRosterAccounts"] ?? 0 };
}

/** The problem of an account that isn't there, for whoever asks, on the day that they look at. */
export function unknownAccount(id: string, reading: Reading): HttpProblem {
  return new HttpProblem(
    "not-found",
    `There is no account "${id.slice(0, 80)}"${thatDay(reading)}. GET /v1/accounts lists the ones there are; ` +
      "one that begins on a later day is there from that day on.",
  );
}

/** Names the day that is looked at, where that is an earlier one. */
export function thatDay({ looksBack, lastDay }: Pick<Reading, "looksBack" | "lastDay">): string {
  return looksBack ? ` on ${isoDate(lastDay)}` : "";
}

/**
 * Every defined feature, the most engaged first and equals in the order of the definitions; then what else has data.
 * @param wanted columns that somebody looks at; null: all. What costs much is left out where nobody does.
 */
export async function featureRows(
  reading: Reading,
  wanted: ReadonlySet<keyof FeaturesRow> | null = null,
): Promise<readonly FeaturesRow[]> {
  const { definitions, facts, scope, days } = reading;
  const areWanted = (columns: readonly (keyof FeaturesRow)[]): boolean =>
    wanted === null || columns.some((column) => wanted.has(column));
  const asked: WantedFigures = {
    medians: areWanted(["medianActiveMs"]),
    stages: areWanted(STAGE_COLUMNS),
    reach: areWanted(["exposedUsers", "activatedUsers"]),
    before: areWanted(CHANGE_COLUMNS),
  };
  const found = keptFor(reading, "use");
  const figures = await (found === null ? countFeatures(reading, asked) : keptFeatures(reading, found, asked));
  const [isTold, withAssets] = [await areAssetsTold(reading), featuresWithAssets(definitions)];
  const keys = featureKeys(reading, [...figures.metrics.keys()]);
  const within = { scope, days: reading.within(days) };
  const [names, vitals] = await Promise.all([
    // Pages name what no definition does.
    keys.every((feature) => definitions.features.has(feature)) ? [] : facts.featureNames(within),
    scope.kind === "all" ? facts.vitals(within) : [],
  ]);
  const vitalsOf = summarizeVitals(vitals);
  const ownNames = new Map(names.map((named) => [named.feature, named.name]));
  const row = (feature: string): FeaturesRow => {
    const own = figures.metrics.get(feature) ?? NO_METRICS;
    return {
      ...describe(feature, definitions, ownNames),
      ...withShare(own),
      ...(isTold && withAssets.has(feature) ? {} : NO_ASSETS),
      users: figures.users.get(feature) ?? 0,
      medianActiveMs: figures.medians?.get(feature) ?? null,
      ...(definitions.features.has(feature) ? (figures.stages?.(feature) ?? NO_STAGES) : NO_STAGES),
      ...(definitions.features.has(feature) ? (figures.reach?.(feature) ?? NO_REACH) : NO_REACH),
      ...changesOf(own, figures.before && (figures.before.get(feature) ?? NO_METRICS)),
      vitals: vitalsOf.get(feature) ?? null,
    };
  };
  const rows = keys.map(row);
  return [
    ...rows.filter(({ defined }) => defined).toSorted((one, other) => other.engagement - one.engagement),
    ...rows.filter(({ defined }) => !defined),
  ];
}

/** Nobody knows of any, or there can't be any. */
const NO_ASSETS = { assets: null, activeAssets: null, activeAssetPercent: null } as const;

const CHANGE_COLUMNS = [
  "engagementBefore",
  "engagementChange",
  "activeMsBefore",
  "activeMsChange",
] as const satisfies readonly (keyof FeaturesRow)[];
type Changes = Pick<FeaturesRow, (typeof CHANGE_COLUMNS)[number]>;

const STAGE_COLUMNS = [
  "tried",
  "adopted",
  "lapsed",
  "adoptedUsers",
  "eligibleUsers",
  "adoptionPercent",
  "adoptedUsersBeforeAnswers",
  "eligibleUsersBeforeAnswers",
  "adoptionPercentBeforeAnswers",
  "adoptedAccounts",
  "eligibleAccounts",
  "notAdoptedAccounts",
  "accountAdoptionPercent",
] as const satisfies readonly (keyof StageCounts)[];

function wantedColumns({
  columns,
  sort,
}: Pick<ListQuery<keyof FeaturesRow>, "columns" | "sort">): ReadonlySet<keyof FeaturesRow> | null {
  return columns && new Set([...columns, ...(sort === null ? [] : [sort.by])]);
}

function changesOf(own: Metrics, before: Pick<Metrics, "engagement" | "activeMs"> | null): Changes {
  return {
    engagementBefore: before?.engagement ?? null,
    engagementChange: changeBetween(before?.engagement ?? null, own.engagement)?.relative ?? null,
    activeMsBefore: before?.activeMs ?? null,
    activeMsChange: changeBetween(before?.activeMs ?? null, own.activeMs)?.relative ?? null,
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

/** Defined features in their order, unlaunched ones if they have data; links; `_other`; what no definition names. */
function featureKeys(reading: Reading, withData: readonly string[]): readonly string[] {
  const { features } = reading.definitions;
  const known = new Set(withData);
  const defined = [...features.values()].filter((one) => isLaunched(reading, one) || known.has(one.feature));
  const rank = (feature: string): number => (kindOfKey(feature) === "link" ? 0 : feature === OTHER_FEATURE ? 1 : 2);
  const others = withData.filter((feature) => !features.has(feature)).toSorted();
  return [...defined.map(({ feature }) => feature), ...others.toSorted((one, other) => rank(one) - rank(other))];
}
