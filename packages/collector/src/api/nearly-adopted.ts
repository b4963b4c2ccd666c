import type { NearlyAdoptedReply, NearlyAdoptedRow, StagesRow } from "./contract.ts";
import { addressTemplates } from "./number-address.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { keptForAny } from "./reading/kept-for.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import {
  askKept,
  askedUses,
  countKept,
  eligibleUses,
  layerOf,
  OF_MEMBER,
  STAGE_COLUMNS,
  STAGE_NUMBERS,
  STAGE_SORTS,
  stageRow,
  stageTexts,
  totalAddress,
} from "./stage-rows.ts";
import { answerList, answerPieces, type List } from "./tables/list.ts";

export const NEARLY_ADOPTED_SORTS = [...STAGE_SORTS, "missingMs", "percent"] as const;

const NEAREST_FIRST = { by: "percent", descending: true } as const;

export const NEARLY_ADOPTED_LIST: List<NearlyAdoptedRow> = {
  name: "nearly-adopted",
  isOfDay: true,
  keys: ["user", "account", "feature"],
  sorts: NEARLY_ADOPTED_SORTS,
  columns: [...STAGE_COLUMNS, "missingMs", "percent"],
  arrangement: { texts: stageTexts, defaultSort: NEAREST_FIRST },
  numbers: {
    ...STAGE_NUMBERS,
    missingMs: { number: "missingProgressMs", of: OF_MEMBER },
    percent: { number: "progressPercent", of: OF_MEMBER },
  },
};

/**
 * `GET /v1/stages/nearly?feature=&user=`: who has begun and not adopted, the furthest first, of those who count in the
 * feature's adoption rate.
 */
export async function readNearlyAdopted(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, NEARLY_ADOPTED_LIST, request.accept);
  const reading = await readingOfPeople(request);
  const kept = keptForAny(reading, layerOf(query));
  const opening = {
    addresses: addressTemplates(request.parameters, NEARLY_ADOPTED_LIST.numbers ?? {}),
    totalAddress: totalAddress(request.parameters, { stage: "nearly", living: null, isQuiet: null }),
  };
  if (kept !== null) {
    const which = { stage: "tried", living: null, isEligible: true, isQuiet: null } as const;
    const { total, pieces } = await askKept(
      reading,
      kept,
      request.parameters,
      { ...query, sort: query.sort ?? NEAREST_FIRST },
      which,
    );
    const excluded = await countKept(reading, kept, request.parameters, { ...which, isEligible: false });
    const head = { ...reading.head, countedAt: kept.countedAtMs, excluded, ...opening };
    return answerPieces(NEARLY_ADOPTED_LIST, { total, pieces: withMissing(pieces) }, query, head);
  }
  const [uses, isEligible] = await Promise.all([askedUses(reading, request.parameters), eligibleUses(reading)]);
  const names = await createNames(reading);
  const tried = uses.filter(({ stage }) => stage === "tried");
  const eligible = tried.filter(isEligible);
  const rows = eligible.map((use) => nearlyRow(stageRow(use, names)));
  const head: Omit<NearlyAdoptedReply, "total" | "rows"> = {
    ...reading.head,
    ...opening,
    excluded: tried.length - eligible.length,
  };
  return answerList(NEARLY_ADOPTED_LIST, rows, query, head);
}

function nearlyRow(row: StagesRow): NearlyAdoptedRow {
  const { progressMs, thresholdMs } = row;
  return { ...row, missingMs: thresholdMs - progressMs, percent: (100 * progressMs) / thresholdMs };
}

function* withMissing(pieces: Iterable<readonly StagesRow[]>): Generator<readonly NearlyAdoptedRow[]> {
  for (const rows of pieces) yield rows.map(nearlyRow);
}
