import { attentionQueue, type AttentionQueueOrder } from "../domain/attention/attention-queue.ts";
import { ATTENTION_REASONS } from "../domain/definitions/attention-definition.ts";
import { percentOf } from "../domain/share.ts";
import { unusedWeight } from "../domain/usage/attention-order.ts";
import type { AttentionReply } from "./contract.ts";
import { addressTemplates, ofAccount } from "./number-address.ts";
import { ATTENTION_ORDERS, ATTENTION_SORTS } from "./openapi/attention-shape.ts";
import { readListQuery } from "./query/list-query.ts";
import { readWord } from "./query/parameters.ts";
import { accountSignals, recordsContacts } from "./reading/account-signals.ts";
import { coverageColumns } from "./reading/coverages.ts";
import type { KeptQuestion } from "./reading/kept.ts";
import { assertCountable } from "./reading/awaited.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerKept, answerList, type List } from "./tables/list.ts";

type AttentionRow = AttentionReply["rows"][number];

export const ATTENTION_LIST: List<AttentionRow> = {
  name: "attention",
  isOfDay: true,
  keys: ["account", "name"],
  sorts: ATTENTION_SORTS,
  columns: [
    "account",
    "name",
    "plan",
    "premium",
    "assignments",
    "score",
    "priority",
    "breadthPercent",
    "unusedWeight",
    "seats",
    "reasons",
    "evidence",
    "hits",
    "coveragePercent",
    "isTrusted",
  ],
  numbers: {
    score: ofAccount("attentionScore"),
    priority: ofAccount("attentionPriority"),
    breadthPercent: ofAccount("adoptionPercent"),
    unusedWeight: ofAccount("unusedWeight"),
    seats: ofAccount("seats"),
    coveragePercent: ofAccount("coveragePercent"),
  },
  // In the order of the queue.
  arrangement: { texts: ({ name, account }) => [name, account], defaultSort: null },
  flat: {
    hits: {
      names: ATTENTION_REASONS.map((reason) => `hits.${reason}`),
      cells: ({ hits }) => ATTENTION_REASONS.map((reason) => hitText(hits.find((hit) => hit.reason === reason))),
    },
  },
};

/** As `attentionQueue` orders; equals by their ids. */
const BY_BREADTH = [
  { by: "unusedWeight", descending: true },
  { by: "breadthPercent", descending: false },
] as const;
const KEPT_ORDERS: Readonly<Record<AttentionQueueOrder, KeptQuestion["order"]>> = {
  breadth: BY_BREADTH,
  score: [{ by: "score", descending: true }, ...BY_BREADTH],
};

/** The queue is the same in all. */
const PERIOD_OF_ANY = "all";

/**
 * `GET /v1/attention?order=`: the accounts that need somebody, each with its reasons. Unless asked otherwise those who use
 * the fewest features with the most seats come first, and last those of whom the tracker sees too few people to tell. Of the period only its end says anything about it.
 */
export async function readAttention(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, ATTENTION_LIST, request.accept);
  const order = readWord(request.parameters, "order", ATTENTION_ORDERS, "breadth");
  const reading = await readingOfPeople(request);
  const { kept, scope } = reading;
  const head: Omit<AttentionReply, "total" | "rows"> = {
    ...reading.head,
    order,
    addresses: addressTemplates(request.parameters, ATTENTION_LIST.numbers ?? {}),
  };
  if (kept === null) {
    assertCountable(reading);
    return answerList(ATTENTION_LIST, await attentionRows(reading, order), query, head);
  }
  const question = { kept, list: "attention", scope, period: PERIOD_OF_ANY, order: KEPT_ORDERS[order] } as const;
  return answerKept(ATTENTION_LIST, question, query, { ...head, countedAt: kept.countedAtMs });
}

/** What a reason weighs and the numbers that it rests on, such as `weight 3; notHappy 1; answers 2`. */
function hitText(hit: AttentionRow["hits"][number] | undefined): string | null {
  if (hit === undefined) return null;
  return [["weight", hit.weight] as const, ...Object.entries(hit.numbers)]
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** The accounts that have a reason to be in the queue. */
export async function attentionRows(
  reading: Reading,
  order: AttentionQueueOrder = "breadth",
): Promise<readonly AttentionRow[]> {
  const [signals, accounts] = await Promise.all([
    accountSignals(reading, await recordsContacts(reading)),
    reading.accounts(),
  ]);
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  const signalsOf = new Map(signals.map((own) => [own.account, own]));
  return attentionQueue(signals, reading.definitions.attention, order).map((entry): AttentionRow => {
    const account = accountOf.get(entry.account);
    const { breadth, coverage = null } = signalsOf.get(entry.account) ?? {};
    const { coveragePercent, isTrusted } = coverageColumns({ coverage });
    return {
      account: entry.account,
      name: account?.name ?? entry.account,
      plan: account?.plan ?? null,
      premium: account?.premium ?? false,
      assignments: account?.assignments ?? {},
      score: entry.score,
      priority: entry.priority,
      breadthPercent: breadth === undefined ? null : percentOf(breadth.adopted, breadth.relevant),
      unusedWeight: unusedWeight(entry),
      seats: entry.seats,
      reasons: entry.hits.map(({ reason }) => reason),
      evidence: entry.hits.map(({ evidence }) => evidence),
      hits: entry.hits,
      coveragePercent,
      isTrusted,
    };
  });
}
