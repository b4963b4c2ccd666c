import { LIVING_STATES } from "../domain/adoption/living-state.ts";
import type { StagesReply, StagesRow } from "./contract.ts";
import { addressTemplates, type ColumnNumber } from "./number-address.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { readFlag, readWord } from "./query/parameters.ts";
import type { Kept } from "./reading/kept.ts";
import { keptForAny } from "./reading/kept-for.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { quietLapses } from "./reading/quiet-lapses.ts";
import { countedFeatures, memberUses, type MemberUse } from "./reading/uses.ts";
import {
  askKept,
  askedUses,
  layerOf,
  STAGE_COLUMNS,
  STAGE_NUMBERS,
  STAGE_SORTS,
  stageRow,
  stageTexts,
  totalAddress,
} from "./stage-rows.ts";
import { answerList, answerPieces, type List } from "./tables/list.ts";

const FURTHEST_FIRST = { by: "progressMs", descending: true } as const;

export const STAGES_LIST: List<StagesRow> = {
  name: "stages",
  isOfDay: true,
  keys: ["user", "account", "feature"],
  sorts: STAGE_SORTS,
  columns: STAGE_COLUMNS,
  arrangement: { texts: stageTexts, defaultSort: FURTHEST_FIRST },
  numbers: STAGE_NUMBERS,
};

/** Of the counts by feature, above the rows. */
const FEATURE_NUMBERS: Readonly<Record<string, ColumnNumber<"feature">>> = Object.fromEntries(
  [
    ["adopted", "adoptedMembers"],
    ["tried", "triedMembers"],
    ["untouched", "untouchedMembers"],
    ["active", "activeAdopters"],
    ["recovered", "recoveredAdopters"],
    ["cooling", "coolingAdopters"],
    ["lapsed", "lapsedMembers"],
  ].map(([column, number = ""]) => [`features.${column}`, { number, of: { feature: "feature" } }]),
);

const STAGE_WORDS = ["tried", "adopted"] as const;

/**
 * `GET /v1/stages?feature=&user=&stage=&living=&quiet=`: what members made of features. A member can be in several stages at once,
 * one per feature, and stays in it however long they don't return.
 */
export async function readStages(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, STAGES_LIST, request.accept);
  const stage = readWord(parameters, "stage", STAGE_WORDS, null);
  const living = readWord(parameters, "living", LIVING_STATES, null);
  const isQuiet = readFlag(parameters, "quiet");
  const reading = await readingOfPeople(request);
  const addresses = {
    ...addressTemplates(parameters, FEATURE_NUMBERS),
    ...addressTemplates(parameters, STAGES_LIST.numbers ?? {}),
  };
  const opensTotal = totalAddress(parameters, { stage, living, isQuiet });
  const kept = keptForAny(reading, layerOf(query));
  if (kept !== null) {
    const which = { stage, living, isEligible: null, isQuiet };
    const features = keptCounts(reading, kept);
    const head = { ...reading.head, countedAt: kept.countedAtMs, addresses, totalAddress: opensTotal, features };
    const { total, pieces } = await askKept(
      reading,
      kept,
      parameters,
      { ...query, sort: query.sort ?? FURTHEST_FIRST },
      which,
    );
    return answerPieces(STAGES_LIST, { total, pieces }, query, head);
  }
  const [uses, quiet, names] = await Promise.all([
    askedUses(reading, parameters),
    isQuiet === null ? () => false : quietLapses(reading),
    createNames(reading),
  ]);
  const rows = uses
    .filter((use) => (stage ?? use.stage) === use.stage && (living ?? use.living) === use.living)
    .filter((use) => isQuiet === null || quiet(use) === isQuiet)
    .map((use) => stageRow(use, names));
  const head: Omit<StagesReply, "total" | "rows"> = {
    ...reading.head,
    addresses,
    totalAddress: opensTotal,
    features: await countsByFeature(reading),
  };
  return answerList(STAGES_LIST, rows, query, head);
}

/** The same as {@link countsByFeature}. */
function keptCounts(reading: Reading, kept: Kept): StagesReply["features"] {
  const sums = kept.sums("adoption", reading.scope);
  const sumOf = (what: string): number => sums[what] ?? 0;
  return countedFeatures(reading).map(({ feature, name, module, rhythmDays, living }) => {
    const [adopted, tried] = [sumOf(`adopted ${feature}`), sumOf(`tried ${feature}`)];
    return {
      feature,
      name,
      module,
      adopted,
      tried,
      untouched: sumOf("members") - adopted - tried,
      active: sumOf(`active ${feature}`),
      recovered: sumOf(`recovered ${feature}`),
      cooling: sumOf(`cooling ${feature}`),
      lapsed: sumOf(`lapsed ${feature}`),
      livingDays: { rhythmDays, ...living },
    };
  });
}

/** How many members are in each stage of every feature, those that nobody uses too. */
async function countsByFeature(reading: Reading): Promise<StagesReply["features"]> {
  const [users, uses] = await Promise.all([reading.users(), memberUses(reading)]);
  const members = users.reduce((sum, { accounts }) => sum + accounts.length, 0);
  return countedFeatures(reading).map(({ feature, name, module, rhythmDays, living }) => {
    const own = uses.filter((use) => use.feature === feature);
    const adopters = own.filter(({ stage }) => stage === "adopted");
    const tried = own.filter(({ stage }) => stage === "tried").length;
    const alive = (wanted: MemberUse["living"]): number => adopters.filter((use) => use.living === wanted).length;
    return {
      feature,
      name,
      module,
      adopted: adopters.length,
      tried,
      untouched: members - adopters.length - tried,
      active: alive("active"),
      recovered: alive("recovered"),
      cooling: alive("cooling"),
      lapsed: alive("lapsed"),
      livingDays: { rhythmDays, ...living },
    };
  });
}
