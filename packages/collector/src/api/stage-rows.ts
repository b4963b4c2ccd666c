import { lapsesDay } from "../domain/adoption/living-state.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { foldedText, naturalKey } from "../domain/text-order.ts";
import type { StagesRow } from "./contract.ts";
import { numberAddress, type ColumnNumber } from "./number-address.ts";
import type { Names } from "./numbers/names.ts";
import type { ListQuery } from "./query/list-query.ts";
import { invalidParameter, readText } from "./query/parameters.ts";
import type { Kept, KeptLayer, KeptStage, KeptStagesQuestion, KeptStageSort } from "./reading/kept.ts";
import { memberEligibility } from "./reading/eligibility.ts";
import type { Reading } from "./reading/reading.ts";
import { definedFeatures, memberUses, type MemberUse } from "./reading/uses.ts";

/** What members made of features, a row each: of two lists, live or as it was kept. */

export const STAGE_SORTS = [
  "name",
  "accountName",
  "featureName",
  "stage",
  "living",
  "activeMs",
  "progressMs",
  "thresholdMs",
  "visits",
  "adoptedAt",
  "lastActiveDay",
  "lapsesOn",
] as const satisfies readonly (keyof StagesRow)[];

export const STAGE_COLUMNS = [
  "user",
  "name",
  "account",
  "accountName",
  "feature",
  "featureName",
  "stage",
  "living",
  "activeMs",
  "progressMs",
  "thresholdMs",
  "visits",
  "adoptedAt",
  "lastActiveDay",
  "lapsesOn",
] as const satisfies readonly (keyof StagesRow)[];

/** The columns that say whose row it is. */
export const OF_MEMBER = { account: "account", user: "user", feature: "feature" } as const;

/** What the numbers of a row are. */
export const STAGE_NUMBERS = {
  activeMs: { number: "activeMs", of: OF_MEMBER, over: "all" },
  progressMs: { number: "progressMs", of: OF_MEMBER },
  visits: { number: "visits", of: OF_MEMBER, over: "all" },
} as const satisfies Partial<Record<keyof StagesRow, ColumnNumber<keyof typeof OF_MEMBER>>>;

/** What is as long as the list is where all of it is asked for. */
const NUMBER_OF_STAGE: Readonly<Record<string, string>> = {
  "any any": "touchedMembers",
  "tried any": "triedMembers",
  "nearly any": "nearlyAdoptedMembers",
  "adopted any": "adoptedMembers",
  "adopted active": "activeAdopters",
  "adopted cooling": "coolingAdopters",
  "adopted recovered": "recoveredAdopters",
  "adopted lapsed": "lapsedMembers",
};

/** Which uses a list is of. */
interface ListedUses extends Pick<KeptStagesQuestion, "living" | "isQuiet"> {
  readonly stage: KeptStagesQuestion["stage"] | "nearly";
}

/**
 * Where the total of a list opens; null: it is searched, or it is of people who haven't adopted and of how they live on, or of
 * all but quiet lapses.
 */
export function totalAddress(asked: URLSearchParams, which: ListedUses): string | null {
  const number = numberOf(which);
  if (number === undefined || readText(asked, "search") !== null) return null;
  const [feature, user] = [readText(asked, "feature"), readText(asked, "user")];
  const subject = { ...(feature !== null && { feature }), ...(user !== null && { user }) };
  return numberAddress(asked, { number, subject });
}

/** What is searched in. */
export const stageTexts = (
  row: Pick<StagesRow, "name" | "user" | "accountName" | "account" | "featureName" | "feature">,
): readonly string[] => [row.name, row.user, row.accountName, row.account, row.featureName, row.feature];

/** Quiet lapses are adopted and cool. */
function numberOf({ stage, living, isQuiet }: ListedUses): string | undefined {
  if (isQuiet === null) return NUMBER_OF_STAGE[`${stage ?? "any"} ${living ?? "any"}`];
  const isWhole = (stage ?? "adopted") === "adopted" && (living ?? "cooling") === "cooling";
  return isQuiet && isWhole ? "quietLapses" : undefined;
}

type WhichStages = Pick<KeptStagesQuestion, "stage" | "living" | "isEligible" | "isQuiet">;
type StagesQuery = Omit<ListQuery<KeptStageSort>, "columns" | "sort"> & Pick<KeptStagesQuestion, "sort">;

/** The last layer that tells them: nobody has a name before people are kept. */
export function layerOf({
  search,
  sort,
  format,
}: Pick<ListQuery<KeptStageSort>, "search" | "sort" | "format">): KeptLayer {
  const isNamed = search.trim() !== "" || sort?.by === "name" || sort?.by === "accountName";
  return isNamed || format !== "json" ? "people" : "use";
}

/** The rows that a request is about, from what is kept; their total where they are a page. */
export async function askKept(
  reading: Reading,
  kept: Kept,
  parameters: URLSearchParams,
  { search, sort, limit, offset, format }: StagesQuery,
  which: WhichStages,
): Promise<{ readonly total: number; readonly pieces: Iterable<readonly StagesRow[]> }> {
  const needle = foldedText(search.trim());
  const features = definedFeatures(reading);
  const question: KeptStagesQuestion = {
    ...which,
    scope: reading.scope,
    search,
    found: features
      .filter(({ feature, name }) => [feature, name].some((text) => foldedText(text).includes(needle)))
      .map(({ feature }) => feature),
    features: new Map(features.map(({ feature, name }) => [feature, naturalKey(name)])),
    feature: readFeature(parameters, reading),
    user: readText(parameters, "user"),
    sort,
    limit,
    offset,
  };
  if (format !== "json") return { total: 0, pieces: named(kept.stagePieces(question), reading) };
  const { total, rows } = kept.stages(question);
  return { total, pieces: named([kept.has("people") ? rows : await withNames(rows, reading)], reading) };
}

/** With what the store calls them, where no list of people is kept yet. */
async function withNames(rows: readonly KeptStage[], { facts, scope }: Reading): Promise<readonly KeptStage[]> {
  const [accounts, users] = await Promise.all([
    facts.accounts({ kind: "only", accounts: [...new Set(rows.map(({ account }) => account))] }),
    facts.users(scope, [...new Set(rows.map(({ user }) => user))]),
  ]);
  const accountNames = new Map(accounts.map(({ id, name }) => [id, name]));
  const userNames = new Map(users.map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const { account, user } = row;
    return Object.assign({}, row, {
      name: userNames.get(user) ?? user,
      accountName: accountNames.get(account) ?? account,
    });
  });
}

/** How many rows a request is about, whatever is searched for, from what is kept. */
export async function countKept(
  reading: Reading,
  kept: Kept,
  parameters: URLSearchParams,
  which: WhichStages,
): Promise<number> {
  const everything = { search: "", sort: { by: "progressMs", descending: true }, limit: 0, offset: 0 } as const;
  return (await askKept(reading, kept, parameters, { ...everything, format: "json" }, which)).total;
}

function* named(pieces: Iterable<readonly KeptStage[]>, { definitions }: Reading): Generator<readonly StagesRow[]> {
  for (const rows of pieces) {
    yield rows.map((row) =>
      Object.assign({}, row, { featureName: definitions.features.get(row.feature)?.name ?? row.feature }),
    );
  }
}

/**
 * The uses that a request is about.
 * @throws HttpProblem `invalid-parameter` for a feature that isn't defined.
 */
export async function askedUses(reading: Reading, parameters: URLSearchParams): Promise<readonly MemberUse[]> {
  const feature = readFeature(parameters, reading);
  const user = readText(parameters, "user");
  const uses = await memberUses(reading);
  return uses
    .filter((use) => (feature ?? use.feature) === use.feature && (user ?? use.user) === use.user)
    .filter(isTouched)
    .toSorted(byMember);
}

/** Tells whether a member counts in the adoption rate of what they use. */
export async function eligibleUses(reading: Reading): Promise<(use: MemberUse) => boolean> {
  const { ineligibilityOf } = await memberEligibility(reading);
  return ({ account, user, feature }) => {
    const definition = reading.definitions.features.get(feature);
    return definition !== undefined && ineligibilityOf(definition, account, user) === null;
  };
}

/** Whether somebody made anything of a feature. */
export function isTouched({ stage }: MemberUse): boolean {
  return stage !== "untouched";
}

/** By account, user and feature. */
function byMember(one: MemberUse, other: MemberUse): number {
  if (one.account !== other.account) return one.account < other.account ? -1 : 1;
  if (one.user !== other.user) return one.user < other.user ? -1 : 1;
  return one.feature < other.feature ? -1 : 1;
}

/** The feature that a request names; null: none. @throws HttpProblem `invalid-parameter` for one that isn't defined. */
export function readFeature(parameters: URLSearchParams, reading: Reading): string | null {
  const feature = readText(parameters, "feature");
  const known = definedFeatures(reading).map((one) => one.feature);
  if (feature !== null && !known.includes(feature)) throw invalidParameter("feature", feature, known.join(", "));
  return feature;
}

/** What a member made of a feature, with what all of it is called. */
export function stageRow(use: MemberUse, names: Names): StagesRow {
  const { account, user, feature } = use;
  return {
    ...stageOfMember(use),
    name: names.of("user", user),
    accountName: names.of("account", account),
    featureName: names.of("feature", feature),
  };
}

/** What a member made of a feature, without what anything is called. */
export function stageOfMember(use: MemberUse): Omit<StagesRow, "name" | "accountName" | "featureName"> {
  const { account, user, feature, stage, living, activeMs, progressMs, thresholdMs, visits, adoptedAtMs } = use;
  const { lastDay } = use;
  return {
    account,
    user,
    feature,
    stage,
    living,
    activeMs,
    progressMs,
    thresholdMs,
    visits,
    adoptedAt: adoptedAtMs,
    lastActiveDay: lastDay === null ? null : isoDate(lastDay),
    lapsesOn: lapsesOn(use),
  };
}

/** The first day on which a use is lapsed unless it comes again, as an ISO date; null: there is none. */
export function lapsesOn({ trace, definition }: Pick<MemberUse, "trace" | "definition">): string | null {
  return trace === null ? null : isoDate(lapsesDay(trace, definition.living));
}
