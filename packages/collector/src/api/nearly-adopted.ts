import type { NearlyAdoptedReply, NearlyAdoptedRow, StagesRow } from "./contract.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import { askKept, askedUses, keptForAny, STAGE_COLUMNS, STAGE_SORTS, stageRow, stageTexts } from "./stage-rows.ts";
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
};

/** `GET /v1/stages/nearly?feature=&user=`: who has begun and not adopted, the furthest first. */
export async function readNearlyAdopted(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, NEARLY_ADOPTED_LIST, request.accept);
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
    return answerPieces(NEARLY_ADOPTED_LIST, { total, pieces: withMissing(pieces) }, query, head);
  }
  const uses = await askedUses(reading, request.parameters);
  const names = await createNames(reading);
  const rows = uses.filter(({ stage }) => stage === "tried").map((use) => nearlyRow(stageRow(use, names)));
  const head: Omit<NearlyAdoptedReply, "total" | "rows"> = reading.head;
  return answerList(NEARLY_ADOPTED_LIST, rows, query, head);
}

function nearlyRow(row: StagesRow): NearlyAdoptedRow {
  const { progressMs, thresholdMs } = row;
  return { ...row, missingMs: thresholdMs - progressMs, percent: (100 * progressMs) / thresholdMs };
}

function* withMissing(pieces: Iterable<readonly StagesRow[]>): Generator<readonly NearlyAdoptedRow[]> {
  for (const rows of pieces) yield rows.map(nearlyRow);
}
