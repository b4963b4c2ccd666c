import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { moduleSeatRows } from "./reading/module-seats.ts";
import { groupBy } from "../domain/group-by.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { daysIn, lastDays } from "../domain/period/day-range.ts";
import { labelChange } from "../domain/usage/change-label.ts";
import { countedOn } from "../domain/usage/daily-series.ts";
import { rangesOfTrend, trendOf } from "../domain/usage/trend.ts";
import { annotationNumbers, annotationReply, daysBeside } from "./annotations.ts";
import type { TrendReply } from "./contract.ts";
import { readOnlyOne } from "./explain.ts";
import { addressTemplates, asksTheSameOfAnyDay, numberAddress, type ColumnNumber } from "./number-address.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { BUCKET_UNITS, TREND_NUMBERS } from "./openapi/trend-shape.ts";
import { readFormat } from "./query/list-query.ts";
import { invalidParameter, readText, readWord } from "./query/parameters.ts";
import { licensedPeople } from "./reading/account-figures.ts";
import { assertKnown } from "./reading/assert-known.ts";
import { assertKnownType } from "./reading/assets-told.ts";
import { courseOf, type CourseSubject } from "./reading/course.ts";
import { knownSince } from "./reading/known-since.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { whereBeforeOpens } from "./tile.ts";
import { trendFile } from "./trend-file.ts";

type NumberId = TrendReply["number"]["id"];

/** What the label of a change looks at, and what the moving median does. */
const LABEL_DAYS = 35;
const MEDIAN_DAYS = 7;

/** Assets and their runs belong to accounts, and active users of one person are that person. */
const WITHOUT_USER: ReadonlySet<NumberId> = new Set(["activeUsers", "assets", "activeAssets", "runs"]);

const OF_ASSETS: ReadonlySet<NumberId> = new Set(["assets", "activeAssets", "runs"]);

/**
 * `GET /v1/trend?number=&account=&user=&feature=&module=&action=&type=&bucket=&format=`: how a number has moved over the period, and whether that
 * is a spike or a lasting change.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readTrend(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const id = readWord(parameters, "number", TREND_NUMBERS, null);
  if (id === null) throw invalidParameter("number", "", TREND_NUMBERS.join(", "));
  const unit = readWord(parameters, "bucket", BUCKET_UNITS, "day");
  const format = readFormat(parameters, request.accept);
  const reading = await readingOfPeople(request);
  const subject = readTrendSubject(parameters, id, reading);
  await assertKnown(request, reading, subject.told);
  await assertKnownType(subject.type, reading);
  const first = await knownSince(reading);
  const days = daysOf(reading, first);
  const previous = reading.previous()?.days ?? null;
  const labelled = lastDays(LABEL_DAYS, Math.min(days.to, reading.lastClosedDay));
  const annotations = await reading.pushed("annotations", days);
  const beside = daysBeside(annotations, reading.lastClosedDay) ?? days;
  const from = Math.min(previous?.from ?? days.from, labelled.from, days.from - MEDIAN_DAYS + 1, beside.from);
  const [{ values, valueIn, since }, licensedUsers, restatements] = await Promise.all([
    courseOf(reading, id, subject, {
      days: { from, to: Math.max(days.to, beside.to) },
      first,
      rangesSince: (known) => rangesOfTrend({ since: known, days, previous, unit }),
    }),
    id === "activeUsers" && !reading.isOfSome ? licensedOf(reading, subject) : null,
    restatementsOf(reading, id, subject, days),
  ]);
  // Assets are those of the end of the last day.
  const isOfEarlierDay = id.endsWith("ssets") && days.to < reading.lastDay;
  const about = { number: id, subject: subject.told };
  const opens = { ...about, ...(isOfEarlierDay && { over: days }) };
  const accounts = subject.told.account === undefined ? parameters.getAll("account") : [subject.told.account];
  const before = await whereBeforeOpens(reading, parameters, accounts);
  const isAskable = !isOfEarlierDay || asksTheSameOfAnyDay(parameters);
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
    address: isAskable ? numberAddress(parameters, opens, days.to) : null,
    addresses: addressesOf(reading, parameters, about, {
      labelled,
      isRestated: restatements !== null,
      isLicensed: licensedUsers !== null,
    }),
    previousPeriod: previous && { from: isoDate(previous.from), to: isoDate(previous.to) },
    previousTotal: trend.previousTotal,
    change: trend.change,
    previousAddress:
      before === null || trend.previousTotal === null ? null : numberAddress(parameters, { ...about, ...before }),
    movingMedian: trend.movingMedian.map(({ day, value }) => ({
      from: isoDate(day - MEDIAN_DAYS + 1),
      day: isoDate(day),
      value,
    })),
    label: labelChange(daysIn(labelled).map((day) => countedOn(values, day, since))),
    licensedUsers,
    annotations: annotations.map((annotation) =>
      annotationReply(annotation, {
        values,
        since,
        lastClosedDay: reading.lastClosedDay,
      }),
    ),
    restatements,
  };
  return format === "json" ? Response.json(reply) : trendFile(reply, format);
}

/** What stands beside the course. */
interface ShownBeside {
  readonly labelled: DayRange;
  readonly isRestated: boolean;
  readonly isLicensed: boolean;
}

type TrendColumn = "from" | "to" | "day" | "foundDay";

/** Where buckets, medians, the shift and what stands beside them open: as of the last day, except for what is told at the end of a bucket. */
function addressesOf(
  { lastDay: asOf }: Reading,
  asked: URLSearchParams,
  { number, subject }: { readonly number: NumberId; readonly subject: CourseSubject["told"] },
  { labelled, isRestated, isLicensed }: ShownBeside,
): TrendReply["addresses"] {
  const [isAtEnd, of] = [isCountAtEnd(number), {}];
  const bucket: ColumnNumber<TrendColumn> = isAtEnd
    ? { number, of, days: { from: "from", to: "to", asOf: "to" } }
    : { number, of, asOf, days: { from: "from", to: "to" } };
  const restated: ColumnNumber<TrendColumn> = {
    number: `${number}Restated`,
    of: { foundDay: "foundDay" },
    asOf,
    days: { from: "day", to: "day" },
  };
  const numbers: Record<string, ColumnNumber<TrendColumn>> = {
    ...((!isAtEnd || asksTheSameOfAnyDay(asked)) && { "buckets.value": bucket }),
    "movingMedian.value": { number: `${number}DailyMedian`, of, asOf, days: { from: "from", to: "day" } },
    ...annotationNumbers(number, asOf),
    "label.shift": { number: `${number}Shift`, of, asOf, over: labelled },
    "label.noise": { number: `${number}Noise`, of, asOf, over: labelled },
    ...(isRestated && { "restatements.value": restated }),
    ...(isLicensed && { licensedUsers: { number: "licensedUsers", of, asOf } }),
  };
  return addressTemplates(asked, numbers, subject);
}

function isCountAtEnd(id: NumberId): boolean {
  return id === "assets" || id === "activeAssets";
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
  const seats = await moduleSeatRows(reading);
  return licensedPeople(
    seats.filter((row) => row.account === account && (module === undefined || row.module === module)),
  );
}
