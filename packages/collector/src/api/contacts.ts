import { happinessOf } from "../domain/health/happiness.ts";
import { TOUCHPOINT_KINDS, type PushedRows, type ResponseRow } from "../store/pushed.ts";
import type { AccountReply, ResponsesRow, TouchpointsRow } from "./contract.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { readText, readWord } from "./query/parameters.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerList, type List } from "./tables/list.ts";

const NEWEST_FIRST = { by: "at", descending: true } as const;

export const TOUCHPOINTS_LIST: List<TouchpointsRow> = {
  name: "touchpoints",
  keys: ["id", "account", "user"],
  sorts: ["at", "kind", "by", "accountName", "userName"],
  columns: ["id", "account", "accountName", "user", "userName", "kind", "at", "by", "note"],
  arrangement: {
    texts: ({ account, accountName, user, userName, by, note }) =>
      [account, accountName, user, userName, by, note].filter((text) => text !== null),
    defaultSort: NEWEST_FIRST,
  },
};

export const RESPONSES_LIST: List<ResponsesRow> = {
  name: "responses",
  keys: ["id", "account", "user"],
  sorts: ["at", "score", "accountName", "userName"],
  columns: ["id", "account", "accountName", "user", "userName", "score", "happiness", "at", "comment"],
  arrangement: {
    texts: ({ account, accountName, user, userName, comment }) =>
      [account, accountName, user, userName, comment].filter((text) => text !== null),
    defaultSort: NEWEST_FIRST,
  },
};

/** `GET /v1/touchpoints?user=&kind=`: every contact in the period. */
export async function readTouchpoints(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, TOUCHPOINTS_LIST, request.accept);
  const [user, kind] = [readText(parameters, "user"), readWord(parameters, "kind", TOUCHPOINT_KINDS, null)];
  const reading = await readingOf(request);
  const [rows, names] = await Promise.all([contactsIn(reading, "touchpoints", user), createNames(reading)]);
  const shown = rows
    .filter((row) => (kind ?? row.kind) === row.kind)
    .map((row) =>
      Object.assign({}, row, {
        accountName: names.of("account", row.account),
        userName: row.user === null ? null : names.of("user", row.user),
      }),
    );
  return answerList(TOUCHPOINTS_LIST, shown, query, reading.head);
}

/** `GET /v1/responses?user=`: every answer in the period. */
export async function readResponses(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, RESPONSES_LIST, request.accept);
  const reading = await readingOf(request);
  const user = readText(request.parameters, "user");
  const [rows, names] = await Promise.all([contactsIn(reading, "responses", user), createNames(reading)]);
  const shown = rows.map((row) =>
    Object.assign(responseOf(row), {
      accountName: names.of("account", row.account),
      userName: names.of("user", row.user),
    }),
  );
  return answerList(RESPONSES_LIST, shown, query, reading.head);
}

/** Those of the period and of one person, or everybody, by their ids. */
async function contactsIn<Kind extends "touchpoints" | "responses">(
  reading: Reading,
  kind: Kind,
  user: string | null,
): Promise<readonly PushedRows[Kind][]> {
  const rows = await reading.pushed(kind, reading.within(reading.days));
  return rows
    .filter((row) => row.at <= reading.untilMs && (user === null || row.user === user))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

const SHOWN = 10;

/** The last contacts with somebody, up to the end of the look, the newest first. @param user null: with everybody. */
export async function lastTouchpoints(
  reading: Reading,
  user: string | null = null,
): Promise<AccountReply["touchpoints"]> {
  const rows = await reading.pushed("touchpoints");
  return newest(rows, reading, user);
}

/** The last answers of somebody, likewise. */
export async function lastResponses(reading: Reading, user: string | null = null): Promise<AccountReply["responses"]> {
  return newest(await reading.pushed("responses"), reading, user).map(responseOf);
}

function responseOf({ id, account, user, score, at, comment }: ResponseRow): AccountReply["responses"][number] {
  return { id, account, user, score, happiness: happinessOf(score), at, comment };
}

function newest<Row extends { readonly at: number; readonly user: string | null }>(
  rows: readonly Row[],
  { untilMs }: Reading,
  user: string | null,
): readonly Row[] {
  return rows
    .filter((row) => row.at <= untilMs && (user === null || row.user === user))
    .toSorted((one, other) => other.at - one.at)
    .slice(0, SHOWN);
}
