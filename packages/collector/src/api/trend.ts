import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { groupBy } from "../domain/group-by.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { daysIn, lastDays } from "../domain/period/day-range.ts";
import { labelChange } from "../domain/usage/change-label.ts";
import { countedOn } from "../domain/usage/daily-series.ts";
import { rangesOfTrend, trendOf } from "../domain/usage/trend.ts";
import type { AnnotationRow } from "../store/pushed.ts";
import type { TrendReply } from "./contract.ts";
import { readOnlyOne } from "./explain.ts";
import { numberAddress } from "./number-address.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { BUCKET_UNITS, TREND_NUMBERS } from "./openapi/trend-shape.ts";
import { invalidParameter, readText, readWord } from "./query/parameters.ts";
import { licensedPeople } from "./reading/account-figures.ts";
import { assertKnownType } from "./reading/assets-told.ts";
import { courseOf, type CourseSubject } from "./reading/course.ts";
import { knownSince } from "./reading/known-since.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";

type NumberId = TrendReply["number"]["id"];

/** What the label of a change looks at, and what the moving median does. */
const LABEL_DAYS = 35;
const MEDIAN_DAYS = 7;

/** Assets and their runs belong to accounts, and active users of one person are that person. */
const WITHOUT_USER: ReadonlySet<NumberId> = new Set(["activeUsers", "assets", "activeAssets", "runs"]);

const OF_ASSETS: ReadonlySet<NumberId> = new Set(["assets", "activeAssets", "runs"]);

/**
 * `GET /v1/trend?number=&account=&user=&feature=&module=&action=&type=&bucket=`: how a number has moved over the period, and whether that
 * is a spike or a lasting change.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readTrend(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const id = readWord(parameters, "number", TREND_NUMBERS, null);
  if (id === null) throw invalidParameter("number", "", TREND_NUMBERS.join(", "));
  const unit = readWord(parameters, "bucket", BUCKET_UNITS, "day");
  const reading = await readingOfPeople(request);
  const subject = readTrendSubject(parameters, id, reading);
  await assertKnownType(subject.type, reading);
  const first = await knownSince(reading);
  const days = daysOf(reading, first);
  const previous = reading.previous()?.days ?? null;
  const labelled = lastDays(LABEL_DAYS, Math.min(days.to, reading.lastClosedDay));
  const from = Math.min(previous?.from ?? days.from, labelled.from, days.from - MEDIAN_DAYS + 1);
  const [{ values, valueIn, since }, licensedUsers, annotations, restatements] = await Promise.all([
    courseOf(reading, id, subject, {
      days: { from, to: days.to },
      first,
      rangesSince: (known) => rangesOfTrend({ since: known, days, previous, unit }),
    }),
    id === "activeUsers" && !reading.isOfSome ? licensedOf(reading, subject) : null,
    reading.pushed("annotations", days),
    restatementsOf(reading, id, subject, days),
  ]);
  // Assets are those of the end of the last day.
  const isOfEarlierDay = id.endsWith("ssets") && days.to < reading.lastDay;
  const opens = { number: id, subject: subject.told, ...(isOfEarlierDay && { over: days }) };
  // How many there were says the last day of a period alone.
  const compared = previous !== null && isCountAtEnd(id) ? { from: previous.to, to: previous.to } : previous;
  const trend = trendOf({ values, valueIn, since, days, previous: compared, unit });
  const reply: TrendReply = {
    ...reading.head,
    number: { id, name: NUMBERS.get(id)?.name ?? id, unit: NUMBERS.get(id)?.unit ?? "count" },
    subject: subject.told,
    bucket: unit,
    buckets: trend.buckets.map((bucket) => ({
      from: isoDate(bucket.from),
      to: isoDate(bucket.to),
      value: bucket.total,
      isPartial: bucket.isPartial || bucket.to > reading.lastClosedDay,
    })),
    total: trend.total,
    address: numberAddress(parameters, opens, days.to),
    previousPeriod: previous && { from: isoDate(previous.from), to: isoDate(previous.to) },
    previousTotal: trend.previousTotal,
    change: trend.change,
    movingMedian: trend.movingMedian.map(({ day, value }) => ({ day: isoDate(day), value })),
    label: labelChange(daysIn(labelled).map((day) => countedOn(values, day, since))),
    licensedUsers,
    annotations: annotations.map(annotationReply),
    restatements,
  };
  return Response.json(reply);
}

function isCountAtEnd(id: NumberId): boolean {
  return id === "assets" || id === "activeAssets";
}

/** An annotation as replies tell it. */
export function annotationReply({ id, account, kind, day, name }: AnnotationRow): TrendReply["annotations"][number] {
  return { id, account, kind, day: isoDate(day), name };
}

/** The days of the chart; all time begins with the first of which anything is known. Days to come are none of them. */
function daysOf({ days, lastDay }: Reading, first: WorkspaceDay | null): DayRange {
  if (days === null) return { from: first ?? lastDay, to: lastDay };
  return { from: days.from, to: Math.min(days.to, lastDay) };
}

function readTrendSubject(parameters: URLSearchParams, id: NumberId, { definitions }: Reading): CourseSubject {
  const part = (name: string): string | null => readText(parameters, name);
  const [user, feature, module] = [part("user"), part("feature"), part("module")];
  const [action, type] = [part("action"), part("type")];
  const account = readOnlyOne(parameters, "account");
  if (user !== null && WITHOUT_USER.has(id)) {
    throw invalidParameter("user", user, `account, feature and module, since the number is ${id}`);
  }
  const ofModule = module === null ? null : definitions.modules.get(module)?.features;
  if (module !== null && ofModule === undefined) {
    throw invalidParameter("module", module, [...definitions.modules.keys()].join(", ") || "nothing: none is defined");
  }
  if (module !== null && feature !== null) throw invalidParameter("module", module, "no module beside a feature");
  if (action !== null && id !== "engagement") {
    throw invalidParameter("action", action, `no action, since the number is ${id}`);
  }
  if (action !== null && !definitions.actions.has(action)) {
    throw invalidParameter("action", action, [...definitions.actions.keys()].join(", ") || "nothing: none is defined");
  }
  if (type !== null && !OF_ASSETS.has(id)) throw invalidParameter("type", type, `no type, since the number is ${id}`);
  return {
    user,
    action,
    type,
    features: feature === null ? (ofModule ? new Set(ofModule) : null) : new Set([feature]),
    told: {
      ...(account !== null && { account }),
      ...(user !== null && { user }),
      ...(feature !== null && { feature }),
      ...(module !== null && { module }),
      ...(action !== null && { action }),
      ...(type !== null && { type }),
    },
  };
}

/** By how much days have changed after they had closed; null: that is kept of whole accounts, and of time and visits only. */
async function restatementsOf(
  reading: Reading,
  id: NumberId,
  { user, features }: CourseSubject,
  days: DayRange,
): Promise<TrendReply["restatements"]> {
  if ((id !== "activeMs" && id !== "visits") || user !== null || features !== null || reading.isOfSome) return null;
  const rows = await reading.records.restatements({ scope: reading.scope, days });
  const { idleLimitIndex } = reading.definitions;
  return [...groupBy(rows, ({ day, foundDay }) => `${day} ${foundDay}`).values()].flatMap((group) => {
    const [first] = group;
    const value = group.reduce(
      (sum, row) => sum + (id === "visits" ? row.visits : (row.activeMs[idleLimitIndex] ?? 0)),
      0,
    );
    if (first === undefined || value === 0) return [];
    return [{ day: isoDate(first.day), foundDay: isoDate(first.foundDay), value }];
  });
}

/** The seats of one account, or of a module in it; null: not told, or it isn't about one account. */
async function licensedOf(reading: Reading, { told }: CourseSubject): Promise<number | null> {
  const { account, module, feature } = told;
  if (account === undefined || feature !== undefined) return null;
  const seats = await reading.pushed("seats");
  return licensedPeople(
    seats.filter((row) => row.account === account && (module === undefined || row.module === module)),
  );
}
