import { isoDate } from "../domain/period/calendar-date.ts";
import { bucketEnds } from "../domain/period/bucket-ends.ts";
import { PERIOD_NAMES, type HistoryReply } from "./contract.ts";
import { assertDefined, assertOfAccounts, readNumber, readSubject } from "./explain.ts";
import { asksTheSameOfAnyDay, numberAddress } from "./number-address.ts";
import { measureKnown } from "./numbers/measure-known.ts";
import { BUCKET_UNITS } from "./openapi/trend-shape.ts";
import { readFormat, type ListFormat } from "./query/list-query.ts";
import { invalidParameter, readWholeNumber, readWord } from "./query/parameters.ts";
import { assertKnown } from "./reading/assert-known.ts";
import { assertKnownType } from "./reading/assets-told.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import { createUnknownUse } from "./reading/unknown-use.ts";
import { listOf } from "./tables/file-name.ts";
import { answerTable, type TableFile } from "./tables/table-file.ts";

const DEFAULT_POINTS = 13;
const MAX_POINTS = 31;
/** Accounts that are counted for one reply, again for each point: some seconds of it. */
const MAX_COUNTED_ACCOUNTS = 4_000;

/**
 * `GET /v1/history?number=&account=&user=&feature=&module=&bucket=&points=&format=`: what any number was as of the end of each
 * of the last weeks, months or days, as `asOf` tells it. What has a course of its own over a period has `GET /v1/trend`.
 * @throws HttpProblem `invalid-parameter`, also where it would be about more accounts than can be counted so often.
 */
export async function readHistory(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const number = readNumber(parameters);
  const subject = readSubject(parameters, number);
  const bucket = readWord(parameters, "bucket", BUCKET_UNITS, "week");
  const count = readWholeNumber(parameters, "points", DEFAULT_POINTS, 1, MAX_POINTS);
  const format = readFormat(parameters, request.accept);
  const { defaultPeriod } = await request.parts.definitions();
  const period = readWord(parameters, "period", PERIOD_NAMES, defaultPeriod);
  const reading = await readingOfPeople(request, period);
  assertDefined(subject, reading);
  await assertKnown(request, reading, subject);
  await assertKnownType(subject.type ?? null, reading);
  assertOfAccounts(number, reading, parameters);
  const accounts = (await reading.accounts()).length;
  if (accounts * count > MAX_COUNTED_ACCOUNTS) {
    const allowed = `points × accounts up to ${MAX_COUNTED_ACCOUNTS}, since each account is counted anew for each point`;
    throw invalidParameter("points", String(count), `${allowed}; there are ${accounts} accounts`);
  }
  const isAskable = asksTheSameOfAnyDay(parameters);
  const unknownUse = createUnknownUse(request);
  const points: HistoryReply["points"][number][] = [];
  // One day after the other, so that only one of them is in memory.
  for (const day of bucketEnds(reading.lastDay, bucket, count)) {
    const then = new URLSearchParams(parameters);
    then.set("asOf", isoDate(day));
    then.set("period", period);
    const look = day === reading.lastDay ? reading : await readingOfPeople({ ...request, parameters: then }, period);
    const { value } = await measureKnown(number, look, { subject, by: number.splits[0] ?? "part" }, unknownUse);
    const opens = isAskable || day === reading.lastDay;
    points.push({
      day: isoDate(day),
      value,
      address: opens ? numberAddress(then, { number: number.id, subject }) : null,
    });
  }
  const { id, name, unit } = number;
  const reply: HistoryReply = { ...reading.head, number: { id, name, unit }, subject, bucket, points };
  return format === "json" ? Response.json(reply) : fileOf(reply, format);
}

type HistoryLine = Pick<HistoryReply["points"][number], "day" | "value"> & {
  readonly number: string;
  readonly unit: string;
  readonly account: string | null;
  readonly user: string | null;
  readonly feature: string | null;
  readonly module: string | null;
};

const FILE: TableFile<HistoryLine> = {
  name: "history",
  isOfDay: true,
  keys: ["number", "day"],
  columns: ["number", "unit", "account", "user", "feature", "module", "day", "value"],
};

/** A line for each point, with what the number is about; null: everything. */
function fileOf(reply: HistoryReply, format: Exclude<ListFormat, "json">): Promise<Response> {
  const { number, subject, points } = reply;
  const { account = null, user = null, feature = null, module = null } = subject;
  const about = { number: number.id, unit: number.unit, account, user, feature, module };
  return answerTable(
    listOf(FILE, number.id),
    points.map(({ day, value }) => Object.assign({ day, value }, about)),
    format,
    reply,
  );
}
