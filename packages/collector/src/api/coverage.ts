import { isTrusted } from "../domain/usage/coverage.ts";
import type { CoverageReply } from "./contract.ts";
import { addressTemplates, ofAccount } from "./number-address.ts";
import { COVERAGE_SORTS } from "./openapi/attention-shape.ts";
import { readListQuery } from "./query/list-query.ts";
import { assertCountable } from "./reading/awaited.ts";
import { coverages } from "./reading/coverages.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerKept, answerList, type List } from "./tables/list.ts";

type CoverageRow = CoverageReply["rows"][number];

export const COVERAGE_LIST: List<CoverageRow> = {
  name: "coverage",
  isOfDay: true,
  keys: ["account", "name"],
  sorts: COVERAGE_SORTS,
  columns: [
    "account",
    "name",
    "seenByServer",
    "seenByTracker",
    "seenByBoth",
    "onlySeenByTracker",
    "percent",
    "isTrusted",
  ],
  // What can be seen least comes first; of whom nothing is told, last.
  arrangement: {
    texts: ({ name, account }) => [name, account],
    defaultSort: { by: "percent", descending: false },
  },
  numbers: {
    seenByServer: ofAccount("seenByServer"),
    seenByTracker: ofAccount("seenByTracker"),
    seenByBoth: ofAccount("seenByBoth"),
    onlySeenByTracker: ofAccount("onlySeenByTracker"),
    percent: ofAccount("coveragePercent"),
  },
};

/** The list is the same in all. */
const PERIOD_OF_ANY = "all";

/** `GET /v1/coverage`: how many of each account's people the tracker can see. Of the period only its end says anything about it. */
export async function readCoverage(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, COVERAGE_LIST, request.accept);
  const reading = await readingOfPeople(request);
  const { kept, scope } = reading;
  const addresses = addressTemplates(request.parameters, COVERAGE_LIST.numbers ?? {});
  const head: Omit<CoverageReply, "total" | "rows"> = { ...reading.head, addresses };
  if (kept === null) {
    assertCountable(reading);
    return answerList(COVERAGE_LIST, await coverageRows(reading), query, head);
  }
  const question = { kept, list: "coverage", scope, period: PERIOD_OF_ANY, order: [] } as const;
  return answerKept(COVERAGE_LIST, question, query, { ...head, countedAt: kept.countedAtMs });
}

/** Every account that the reading can see, by its id. */
export async function coverageRows(reading: Reading): Promise<readonly CoverageRow[]> {
  const [accounts, coverageIn] = await Promise.all([reading.accounts(), coverages(reading)]);
  return accounts
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, name }): CoverageRow => {
      const { coverage, seenByTracker } = coverageIn(id);
      return {
        account: id,
        name: name ?? id,
        seenByServer: coverage?.seenByServer ?? 0,
        seenByTracker,
        seenByBoth: coverage?.seenByBoth ?? 0,
        onlySeenByTracker: coverage?.onlySeenByTracker ?? seenByTracker,
        percent: coverage === null ? null : coverage.percent,
        isTrusted: isTrusted(coverage),
      };
    });
}
