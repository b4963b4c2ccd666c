import { slotStartMs } from "@uptake/tracker/protocol";
import { isoDate } from "../domain/period/calendar-date.ts";
import { foldedText, naturalKey } from "../domain/text-order.ts";
import { HttpProblem } from "../http/problem.ts";
import { isVisible, requireParameter, unknownSubject, type ChangeRequest } from "./changes/change-request.ts";
import type { NearlyAdoptedReply, NearlyAdoptedRow, RemovalReply, StagesReply, StagesRow } from "./contract.ts";
import { createNames, type Names } from "./numbers/names.ts";
import { readListQuery, type ListQuery } from "./query/list-query.ts";
import { invalidParameter, readText, readWord } from "./query/parameters.ts";
import type { Kept, KeptStage, KeptStagesQuestion, KeptStageSort } from "./reading/kept.ts";
import { keptFor } from "./reading/kept-for.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { countedFeatures, memberUses, type MemberUse } from "./reading/uses.ts";
import { answerList, answerPieces, type List } from "./tables/list.ts";

export const STAGE_SORTS = [
  "name",
  "accountName",
  "featureName",
  "stage",
  "living",
  "activeMs",
  "progressMs",
  "visits",
  "adoptedAt",
  "lastActiveDay",
] as const satisfies readonly (keyof StagesRow)[];
export const NEARLY_ADOPTED_SORTS = [...STAGE_SORTS, "missingMs", "percent"] as const;

const STAGE_COLUMNS = [
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
] as const satisfies readonly (keyof StagesRow)[];

const texts = (row: StagesRow): readonly string[] => [
  row.name,
  row.user,
  row.accountName,
  row.account,
  row.featureName,
  row.feature,
];

const FURTHEST_FIRST = { by: "progressMs", descending: true } as const;
const NEAREST_FIRST = { by: "percent", descending: true } as const;

const STAGES: List<StagesRow> = {
  name: "stages",
  keys: ["user", "account", "feature"],
  sorts: STAGE_SORTS,
  columns: STAGE_COLUMNS,
  arrangement: { texts, defaultSort: FURTHEST_FIRST },
};

const NEARLY_ADOPTED: List<NearlyAdoptedRow> = {
  name: "nearly-adopted",
  keys: ["user", "account", "feature"],
  sorts: NEARLY_ADOPTED_SORTS,
  columns: [...STAGE_COLUMNS, "missingMs", "percent"],
  arrangement: { texts, defaultSort: NEAREST_FIRST },
};

const STAGE_WORDS = ["tried", "adopted"] as const;
const LIVING_WORDS = ["active", "cooling", "lapsed"] as const;

/**
 * `GET /v1/stages?feature=&user=&stage=&living=`: what members made of features. A member can be in several stages at once,
 * one per feature, and stays in it however long they don't return.
 */
export async function readStages(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, STAGES, request.accept);
  const stage = readWord(parameters, "stage", STAGE_WORDS, null);
  const living = readWord(parameters, "living", LIVING_WORDS, null);
  const reading = await readingOf(request);
  const kept = keptForAny(reading);
  if (kept !== null) {
    const which = { stage, living };
    const head = { ...reading.head, countedAt: kept.countedAtMs, features: keptCounts(reading, kept) };
    const { total, pieces } = askKept(
      reading,
      kept,
      parameters,
      { ...query, sort: query.sort ?? FURTHEST_FIRST },
      which,
    );
    return answerPieces(STAGES, { total, pieces }, query, head);
  }
  const uses = await askedUses(reading, parameters);
  const names = await createNames(reading);
  const rows = uses
    .filter((use) => (stage ?? use.stage) === use.stage && (living ?? use.living) === use.living)
    .map((use) => stageRow(use, names));
  const head: Omit<StagesReply, "total" | "rows"> = { ...reading.head, features: await countsByFeature(reading) };
  return answerList(STAGES, rows, query, head);
}

/** `GET /v1/stages/nearly?feature=&user=`: who has begun and not adopted, the furthest first. */
export async function readNearlyAdopted(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, NEARLY_ADOPTED, request.accept);
  const reading = await readingOf(request);
  const kept = keptForAny(reading);
  if (kept !== null) {
    const which = { stage: "tried", living: null } as const;
    const { total, pieces } = askKept(
      reading,
      kept,
      request.parameters,
      { ...query, sort: query.sort ?? NEAREST_FIRST },
      which,
    );
    const head = { ...reading.head, countedAt: kept.countedAtMs };
    return answerPieces(NEARLY_ADOPTED, { total, pieces: withMissing(pieces) }, query, head);
  }
  const uses = await askedUses(reading, request.parameters);
  const names = await createNames(reading);
  const rows = uses.filter(({ stage }) => stage === "tried").map((use) => nearlyRow(stageRow(use, names)));
  const head: Omit<NearlyAdoptedReply, "total" | "rows"> = reading.head;
  return answerList(NEARLY_ADOPTED, rows, query, head);
}

/** The period says nothing about stages. */
function keptForAny({ kept, scope }: Reading): Kept | null {
  return keptFor({ kept, scope, preset: "all" })?.kept ?? null;
}

function nearlyRow(row: StagesRow): NearlyAdoptedRow {
  const { progressMs, thresholdMs } = row;
  return { ...row, missingMs: thresholdMs - progressMs, percent: (100 * progressMs) / thresholdMs };
}

function* withMissing(pieces: Iterable<readonly StagesRow[]>): Generator<readonly NearlyAdoptedRow[]> {
  for (const rows of pieces) yield rows.map(nearlyRow);
}

type StagesQuery = Omit<ListQuery<KeptStageSort>, "columns" | "sort"> & Pick<KeptStagesQuestion, "sort">;

/** The rows that a request is about, from what is kept; their total where they are a page. */
function askKept(
  reading: Reading,
  kept: Kept,
  parameters: URLSearchParams,
  { search, sort, limit, offset, format }: StagesQuery,
  which: Pick<KeptStagesQuestion, "stage" | "living">,
): { readonly total: number; readonly pieces: Iterable<readonly StagesRow[]> } {
  const needle = foldedText(search.trim());
  const features = countedFeatures(reading);
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
  return { total, pieces: named([rows], reading) };
}

function* named(pieces: Iterable<readonly KeptStage[]>, { definitions }: Reading): Generator<readonly StagesRow[]> {
  for (const rows of pieces) {
    yield rows.map((row) =>
      Object.assign({}, row, { featureName: definitions.features.get(row.feature)?.name ?? row.feature }),
    );
  }
}

/**
 * `DELETE /v1/stages/:feature?account=&user=&reason=`: takes a member out of a stage. From the next slot on it takes the
 * whole threshold anew.
 * @throws HttpProblem `invalid-parameter`, or `not-found` for a feature or member that isn't there, for whoever asks.
 */
export async function removeStage({ parameters, path, changer, parts }: ChangeRequest): Promise<Response> {
  const { feature = "" } = path;
  const account = requireParameter(parameters, "account", "the account that the member belongs to");
  const user = requireParameter(parameters, "user", "the member's user");
  const reason = readText(parameters, "reason", 1_000);
  const { features } = await parts.definitions();
  if (!features.has(feature)) {
    throw new HttpProblem(
      "not-found",
      `There is no feature "${feature.slice(0, 80)}". The definitions have ${[...features.keys()].join(", ")}.`,
    );
  }
  if (!isVisible(changer.scope, account)) throw unknownSubject(account, user);
  const { actor } = changer;
  const removal = await parts.records.removeFromStage({ account, user, feature, actor, reason, atMs: parts.now() });
  if (removal === null) throw unknownSubject(account, user);
  const reply: RemovalReply = {
    account,
    user,
    feature,
    epoch: removal.epoch,
    actor: removal.actor,
    reason: removal.reason,
    at: removal.atMs,
    since: slotStartMs(removal.sinceSlot),
  };
  return Response.json(reply);
}

/**
 * The uses that a request is about.
 * @throws HttpProblem `invalid-parameter` for a feature that isn't defined.
 */
async function askedUses(reading: Reading, parameters: URLSearchParams): Promise<readonly MemberUse[]> {
  const feature = readFeature(parameters, reading);
  const user = readText(parameters, "user");
  const uses = await memberUses(reading);
  return uses
    .filter((use) => (feature ?? use.feature) === use.feature && (user ?? use.user) === use.user)
    .filter(isTouched)
    .toSorted(byMember);
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

function readFeature(parameters: URLSearchParams, reading: Reading): string | null {
  const feature = readText(parameters, "feature");
  const known = countedFeatures(reading).map((one) => one.feature);
  if (feature !== null && !known.includes(feature)) throw invalidParameter("feature", feature, known.join(", "));
  return feature;
}

function stageRow(use: MemberUse, names: Names): StagesRow {
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
  const { account, user, feature, stage, living, activeMs, progressMs, thresholdMs, visits, adoptedAtMs, lastDay } =
    use;
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
  };
}

/** The same as {@link countsByFeature}. */
function keptCounts(reading: Reading, kept: Kept): StagesReply["features"] {
  const sums = kept.sums("now", reading.scope);
  const sumOf = (what: string): number => sums[what] ?? 0;
  return countedFeatures(reading).map(({ feature, name, module }) => {
    const [adopted, tried] = [sumOf(`adopted ${feature}`), sumOf(`tried ${feature}`)];
    return {
      feature,
      name,
      module,
      adopted,
      tried,
      untouched: sumOf("members") - adopted - tried,
      active: sumOf(`active ${feature}`),
      cooling: sumOf(`cooling ${feature}`),
      lapsed: sumOf(`lapsed ${feature}`),
    };
  });
}

/** How many members are in each stage of every feature, those that nobody uses too. */
async function countsByFeature(reading: Reading): Promise<StagesReply["features"]> {
  const [users, uses] = await Promise.all([reading.users(), memberUses(reading)]);
  const members = users.reduce((sum, { accounts }) => sum + accounts.length, 0);
  return countedFeatures(reading).map(({ feature, name, module }) => {
    const own = uses.filter((use) => use.feature === feature);
    const adopters = own.filter(({ stage }) => stage === "adopted");
    const tried = own.filter(({ stage }) => stage === "tried").length;
    const alive = (wanted: MemberUse["living"]): number => adopters.filter(({ living }) => living === wanted).length;
    return {
      feature,
      name,
      module,
      adopted: adopters.length,
      tried,
      untouched: members - adopters.length - tried,
      active: alive("active"),
      cooling: alive("cooling"),
      lapsed: alive("lapsed"),
    };
  });
}
