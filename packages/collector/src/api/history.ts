import { isoDate } from "../domain/period/calendar-date.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { bucketEnds } from "../domain/period/bucket-ends.ts";
import { presetDays } from "../domain/period/period.ts";
import { PERIOD_NAMES, type HistoryReply, type PeriodName } from "./contract.ts";
import { assertDefined, assertOfAccounts, readNumber, readSubject } from "./explain.ts";
import { asksTheSameOfAnyDay, numberAddress } from "./number-address.ts";
import { measureKnown } from "./numbers/measure-known.ts";
import type { NumberDefinition, Subject } from "./numbers/number.ts";
import { subjectFeatures } from "./numbers/subject-features.ts";
import { BUCKET_UNITS } from "./openapi/trend-shape.ts";
import { readFormat, type ListFormat } from "./query/list-query.ts";
import { invalidParameter, readText, readWholeNumber, readWord } from "./query/parameters.ts";
import { assertKnown } from "./reading/assert-known.ts";
import { assertKnownType } from "./reading/assets-told.ts";
import { courseOf } from "./reading/course.ts";
import type { Reading } from "./reading/reading.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import { createUnknownUse } from "./reading/unknown-use.ts";
import { listOf } from "./tables/file-name.ts";
import { answerTable, type TableFile } from "./tables/table-file.ts";

/** Unless asked for, of as few accounts that they can be counted so often; of more as many as can be. */
const DEFAULT_POINTS = 13;
/** One point alone is no history. */
const MIN_DEFAULT_POINTS = 2;
const MAX_POINTS = 31;
/** Accounts that are counted for one reply, again for each point: some seconds of it. */
const MAX_COUNTED_ACCOUNTS = 4_000;

/** Sums of what was done on each day, which are added up without a look at the accounts. */
const SUMS_OF_DAYS = ["activeMs", "visits", "engagement"] as const;
type SumOfDays = (typeof SUMS_OF_DAYS)[number];

/**
 * `GET /v1/history?number=&account=&user=&feature=&module=&bucket=&points=&format=`: what any number was as of the end of each
 * of the last weeks, months or days, as `asOf` tells it. What has a course of its own over a period has `GET /v1/trend`.
 * @throws HttpProblem `invalid-parameter`, also where it would be about more accounts than can be counted so often; sums of
 * days can always be told.
 */
export async function readHistory(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const number = readNumber(parameters);
  const subject = readSubject(parameters, number);
  const bucket = readWord(parameters, "bucket", BUCKET_UNITS, "week");
  const asked =
    readText(parameters, "points") === null ? null : readWholeNumber(parameters, "points", 1, 1, MAX_POINTS);
  const format = readFormat(parameters, request.accept);
  const { defaultPeriod } = await request.parts.definitions();
  const period = readWord(parameters, "period", PERIOD_NAMES, defaultPeriod);
  const reading = await readingOfPeople(request, period);
  assertDefined(subject, reading);
  await assertKnown(request, reading, subject);
  await assertKnownType(subject.type ?? null, reading);
  assertOfAccounts(number, reading, parameters);
  const isAskable = asksTheSameOfAnyDay(parameters);
  const parametersOf = (day: WorkspaceDay): URLSearchParams => {
    const then = new URLSearchParams(parameters);
    then.set("asOf", isoDate(day));
    then.set("period", period);
    return then;
  };
  const sum = isAskable ? SUMS_OF_DAYS.find((known) => known === number.id) : undefined;
  const count = sum === undefined ? countOfPoints(asked, number, (await reading.accounts()).length) : asked;
  const days = bucketEnds(reading.lastDay, bucket, count ?? DEFAULT_POINTS);
  const sums = sum === undefined ? null : await sumsOfDays(reading, sum, subject, { days, period });
  const unknownUse = createUnknownUse(request);
  const lookAt = async (day: WorkspaceDay): Promise<Reading> =>
    day === reading.lastDay ? reading : readingOfPeople({ ...request, parameters: parametersOf(day) }, period);
  const [firstDay = reading.lastDay] = days;
  const knownSince = sums && (await unknownUse(await lookAt(firstDay), number.id));
  const valueAt = async (day: WorkspaceDay): Promise<number | null> => {
    if (sums !== null) return knownSince !== null && day < knownSince ? null : (sums.get(day) ?? 0);
    const about = { subject, by: number.splits[0] ?? "part" } as const;
    return (await measureKnown(number, await lookAt(day), about, unknownUse)).value;
  };
  const points: HistoryReply["points"][number][] = [];
  // One day after the other, so that only one of them is in memory.
  for (const day of days) {
    const opens = isAskable || day === reading.lastDay;
    points.push({
      day: isoDate(day),
      value: await valueAt(day),
      address: opens ? numberAddress(parametersOf(day), { number: number.id, subject }) : null,
    });
  }
  const { id, name, unit } = number;
  const reply: HistoryReply = { ...reading.head, number: { id, name, unit }, subject, bucket, points };
  return format === "json" ? Response.json(reply) : fileOf(reply, format);
}

/** @param asked null: nobody has said how many. */
function countOfPoints(asked: number | null, { id }: NumberDefinition, accounts: number): number {
  const possible = Math.floor(MAX_COUNTED_ACCOUNTS / Math.max(accounts, 1));
  const count = asked ?? Math.max(MIN_DEFAULT_POINTS, Math.min(DEFAULT_POINTS, possible));
  if (count <= possible) return count;
  const because = `since each account is counted anew for each point; there are ${accounts} accounts`;
  if (asked !== null) {
    throw invalidParameter("points", String(asked), `points × accounts up to ${MAX_COUNTED_ACCOUNTS}, ${because}`);
  }
  const most = MAX_COUNTED_ACCOUNTS / MIN_DEFAULT_POINTS;
  throw invalidParameter(
    "number",
    id,
    `${SUMS_OF_DAYS.join(", ")}, and of up to ${most} accounts, such as those that filters leave, any other one, ${because}`,
  );
}

/** What was done in the period up to the end of each of some days, the oldest first. */
async function sumsOfDays(
  reading: Reading,
  number: SumOfDays,
  subject: Subject,
  { days, period }: { readonly days: readonly WorkspaceDay[]; readonly period: PeriodName },
): Promise<ReadonlyMap<WorkspaceDay, number>> {
  const ranges = new Map(days.map((day) => [day, reading.within(presetDays(period, day))]));
  const from = Math.min(...[...ranges.values()].map((range) => range.from));
  const { user = null, action = null } = subject;
  const about = { user, action, features: subjectFeatures(subject, reading), type: null, told: {} };
  const { valueIn } = await courseOf(reading, number, about, {
    days: { from, to: reading.lastDay },
    // Nothing before these days counts.
    first: from,
    rangesSince: () => [],
  });
  return new Map([...ranges].map(([day, { from: first }]) => [day, valueIn({ from: first, to: day })]));
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
