import { slotStartMs } from "@uptake/tracker/protocol";
import { isoDate } from "../domain/period/calendar-date.ts";
import { HttpProblem } from "../http/problem.ts";
import { isVisible, requireParameter, unknownSubject, type ChangeRequest } from "./changes/change-request.ts";
import type { NearlyAdoptedReply, NearlyAdoptedRow, RemovalReply, StagesReply, StagesRow } from "./contract.ts";
import { createNames, type Names } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter, readText, readWord } from "./query/parameters.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { countedFeatures, memberUses, type MemberUse } from "./reading/uses.ts";
import { answerList, type List } from "./tables/list.ts";

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

const STAGES: List<StagesRow> = {
  name: "stages",
  keys: ["user", "account", "feature"],
  sorts: STAGE_SORTS,
  columns: STAGE_COLUMNS,
  arrangement: { texts, defaultSort: { by: "progressMs", descending: true } },
};

const NEARLY_ADOPTED: List<NearlyAdoptedRow> = {
  name: "nearly-adopted",
  keys: ["user", "account", "feature"],
  sorts: NEARLY_ADOPTED_SORTS,
  columns: [...STAGE_COLUMNS, "missingMs", "percent"],
  arrangement: { texts, defaultSort: { by: "percent", descending: true } },
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
  const uses = await askedUses(reading, request.parameters);
  const names = await createNames(reading);
  const rows = uses
    .filter(({ stage }) => stage === "tried")
    .map((use): NearlyAdoptedRow => {
      const { progressMs, thresholdMs } = use;
      const missing = { missingMs: thresholdMs - progressMs, percent: (100 * progressMs) / thresholdMs };
      return Object.assign(stageRow(use, names), missing);
    });
  const head: Omit<NearlyAdoptedReply, "total" | "rows"> = reading.head;
  return answerList(NEARLY_ADOPTED, rows, query, head);
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
    .filter(({ stage }) => stage !== "untouched");
}

function readFeature(parameters: URLSearchParams, reading: Reading): string | null {
  const feature = readText(parameters, "feature");
  const known = countedFeatures(reading).map((one) => one.feature);
  if (feature !== null && !known.includes(feature)) throw invalidParameter("feature", feature, known.join(", "));
  return feature;
}

function stageRow(use: MemberUse, names: Names): StagesRow {
  const { account, user, feature, stage, living, activeMs, progressMs, thresholdMs, visits, adoptedAtMs, lastDay } =
    use;
  return {
    user,
    name: names.of("user", user),
    account,
    accountName: names.of("account", account),
    feature,
    featureName: names.of("feature", feature),
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
