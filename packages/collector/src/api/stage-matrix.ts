import { unavailabilityOf } from "../domain/adoption/relevance.ts";
import {
  accountMatrix,
  memberMatrix,
  type AccountStage,
  type CellStage,
  type MatrixRelevance,
  type MemberId,
  type MemberStage,
} from "../domain/adoption/stage-matrix.ts";
import type { StageMatrixReply, StageMatrixRow } from "./contract.ts";
import { addressTemplates, type ColumnNumber } from "./number-address.ts";
import { createNames } from "./numbers/names.ts";
import type { CompiledFeature } from "../domain/compile-definitions.ts";
import { readListQuery } from "./query/list-query.ts";
import { readWord } from "./query/parameters.ts";
import { audiences } from "./reading/audiences.ts";
import { memberEligibility } from "./reading/eligibility.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { countedFeatures, memberUses } from "./reading/uses.ts";
import type { FlatColumns } from "./tables/flat-columns.ts";
import { answerList, type List } from "./tables/list.ts";

export const STAGE_MATRIX_SORTS = ["name", "accountName", "adopted", "tried", "untouched", "notRelevant"] as const;
export const MATRIX_SUBJECTS = ["account", "user"] as const;

export const MATRIX_LIST: List<StageMatrixRow> = {
  name: "stage-matrix",
  isOfDay: true,
  keys: ["account", "user", "name"],
  sorts: STAGE_MATRIX_SORTS,
  columns: ["account", "accountName", "user", "name", "adopted", "tried", "untouched", "notRelevant", "cells"],
  arrangement: {
    texts: ({ name, user, account, accountName }) => [name, user ?? "", account, accountName],
    defaultSort: { by: "adopted", descending: true },
  },
};

const ACCOUNT = { account: "account" } as const;
const MEMBER = { ...ACCOUNT, user: "user" } as const;
type Columns = "account" | "user" | "feature";

/** What the counts of a row are, and of an account's cells. */
const ACCOUNT_NUMBERS: Readonly<Record<string, ColumnNumber<Columns>>> = {
  adopted: { number: "adoptedCells", of: ACCOUNT },
  tried: { number: "triedCells", of: ACCOUNT },
  untouched: { number: "untouchedCells", of: ACCOUNT },
  notRelevant: { number: "notRelevantCells", of: ACCOUNT },
  "cells.adopters": { number: "relevantAdopters", of: { ...ACCOUNT, feature: "feature" } },
  "cells.triers": { number: "relevantTriers", of: { ...ACCOUNT, feature: "feature" } },
  "cells.excluded": { number: "irrelevantMembers", of: { ...ACCOUNT, feature: "feature" } },
};
/** A member's stage follows from their progress. */
const MEMBER_NUMBERS: Readonly<Record<string, ColumnNumber<Columns>>> = {
  adopted: { number: "adoptedCells", of: MEMBER },
  tried: { number: "triedCells", of: MEMBER },
  untouched: { number: "untouchedCells", of: MEMBER },
  notRelevant: { number: "notRelevantCells", of: MEMBER },
  "cells.stage": { number: "progressMs", of: { ...MEMBER, feature: "feature" } },
};

const MEMBER_PARTS = ["stage", "living", "adoptedAt"] as const;
const CELL_PARTS = {
  account: [...MEMBER_PARTS, "adopters", "triers", "excluded"],
  user: MEMBER_PARTS,
} as const satisfies Readonly<
  Record<(typeof MATRIX_SUBJECTS)[number], readonly (keyof StageMatrixRow["cells"][number])[]>
>;

/**
 * `GET /v1/stages/matrix?by=account|user`: untouched, tried or adopted, or not relevant, of every account or member and every
 * feature.
 */
export async function readStageMatrix(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MATRIX_LIST, request.accept);
  const by = readWord(request.parameters, "by", MATRIX_SUBJECTS, "account");
  const reading = await readingOfPeople(request);
  const features = countedFeatures(reading);
  const head: Omit<StageMatrixReply, "total" | "rows"> = {
    ...reading.head,
    by,
    addresses: addressTemplates(request.parameters, by === "account" ? ACCOUNT_NUMBERS : MEMBER_NUMBERS),
    features: features.map(({ feature, name }) => ({ feature, name })),
  };
  const matrix: List<StageMatrixRow> = { ...MATRIX_LIST, flat: { cells: flatCells(features, by) } };
  return answerList(matrix, await (by === "account" ? accountRows(reading) : memberRows(reading)), query, head);
}

/** What a file has of every feature: `calendars.stage`, `calendars.living` and so on. */
function flatCells(features: readonly CompiledFeature[], by: keyof typeof CELL_PARTS): FlatColumns<StageMatrixRow> {
  const parts = CELL_PARTS[by];
  return {
    names: features.flatMap(({ feature }) => parts.map((part) => `${feature}.${part}`)),
    // In the order of the features.
    cells: ({ cells }) => cells.flatMap((cell) => parts.map((part) => cell[part] ?? null)),
  };
}

/** A row for each account. */
export async function accountRows(reading: Reading): Promise<readonly StageMatrixRow[]> {
  const features = countedFeatures(reading);
  const [accounts, members, uses, relevance, names] = await Promise.all([
    reading.accounts(),
    membersOf(reading),
    memberUses(reading),
    relevanceIn(reading),
    createNames(reading),
  ]);
  const ids = accounts.map(({ id }) => id).toSorted(byText);
  return accountMatrix(ids, members, uses, features, relevance, reading.lastDay).map(({ subject, cells }) => {
    const name = names.of("account", subject);
    return rowOf({ account: subject, accountName: name, user: null, name }, cells, features);
  });
}

/** A row for each member. */
export async function memberRows(reading: Reading): Promise<readonly StageMatrixRow[]> {
  const features = countedFeatures(reading);
  const [members, uses, relevance, names] = await Promise.all([
    membersOf(reading),
    memberUses(reading),
    relevanceIn(reading),
    createNames(reading),
  ]);
  return memberMatrix(members, uses, features, relevance, reading.lastDay).map(({ subject, cells }) => {
    const { account, user } = subject;
    const who = { account, accountName: names.of("account", account), user, name: names.of("user", user) };
    return rowOf(who, cells, features);
  });
}

/** By user and account. */
async function membersOf(reading: Reading): Promise<readonly MemberId[]> {
  return (await reading.users())
    .flatMap(({ id, accounts }) => accounts.map((account) => ({ account, user: id })))
    .toSorted((one, other) => byText(one.user, other.user) || byText(one.account, other.account));
}

/** By the rules of an account's and a person's own adoption rate, which accounts that have left have too. */
async function relevanceIn(reading: Reading): Promise<MatrixRelevance> {
  const features = new Map(countedFeatures(reading).map((feature) => [feature.feature, feature]));
  const [{ ofAccount }, eligibility] = await Promise.all([audiences(reading), memberEligibility(reading)]);
  const isFor = (feature: string, reasonOf: (definition: CompiledFeature) => string | null): boolean => {
    const definition = features.get(feature);
    return definition !== undefined && reasonOf(definition) === null;
  };
  return {
    isForAccount: (account, feature) =>
      isFor(feature, (definition) => unavailabilityOf(definition, ofAccount(account), reading.lastDay)),
    isForMember: ({ account, user }, feature) =>
      isFor(feature, (definition) => eligibility.irrelevanceOf(definition, account, user)),
  };
}

/** Rows that are equal in the sorted column come in the order of their ids. */
function byText(one: string, other: string): number {
  return Number(one > other) - Number(one < other);
}

function rowOf(
  who: Pick<StageMatrixRow, "account" | "accountName" | "user" | "name">,
  cells: readonly (MemberStage | AccountStage)[],
  features: readonly CompiledFeature[],
): StageMatrixRow {
  const count = (wanted: CellStage): number => cells.filter(({ stage }) => stage === wanted).length;
  return {
    ...who,
    adopted: count("adopted"),
    tried: count("tried"),
    untouched: count("untouched"),
    notRelevant: count("notRelevant"),
    cells: cells.map((cell, index) => ({
      feature: features[index]?.feature ?? "",
      stage: cell.stage,
      living: cell.living,
      adoptedAt: cell.adoptedAtMs,
      ...("adopters" in cell && { adopters: cell.adopters, triers: cell.triers, excluded: cell.excluded }),
    })),
  };
}
