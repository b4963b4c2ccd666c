import type { DayRange } from "../domain/day.ts";
import { engagementOf } from "../domain/engagement.ts";
import { groupBy } from "../domain/group-by.ts";
import type { PillarHealth } from "../domain/health/pillars.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { lastDays } from "../domain/period/day-range.ts";
import { activeUsersPerDay } from "../domain/usage/active-users.ts";
import { isTrusted } from "../domain/usage/coverage.ts";
import { STRIP_DAYS } from "../domain/usage/features-used.ts";
import { MODULE_STRIP_DAYS, moduleStrip, type PersonFeatureDay } from "../domain/usage/module-strip.ts";
import { activeDaysByPerson } from "../domain/usage/presence.ts";
import { rank } from "../domain/usage/ranking.ts";
import { HttpProblem } from "../http/problem.ts";
import type { AnnotationRow } from "../store/pushed.ts";
import { accountRows, assetsAsTold } from "./account-rows.ts";
import { accountAddresses } from "./accounts.ts";
import { assetsBefore } from "./asset-tiles.ts";
import { lastResponses, lastTouchpoints } from "./contacts.ts";
import { annotationReply, daysBeside } from "./annotations.ts";
import type { AccountReply, StripReply } from "./contract.ts";
import { unknownAccount } from "./features.ts";
import { partAddresses } from "./account-addresses.ts";
import { nextFeaturesOfAccount } from "./next-features.ts";
import { accountEngagements } from "./reading/account-engagement.ts";
import { accountFigures, type AccountFigures } from "./reading/account-figures.ts";
import { courseOf } from "./reading/course.ts";
import { comparablePrevious, knownSince, knownSinceOfPeople } from "./reading/known-since.ts";
import { toldDays } from "./reading/presence.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { openingTiles, tileOf, type PlainTile } from "./tile.ts";
import { userRows } from "./users.ts";

const MONTH_DAYS = 30;
const SHOWN_USERS = 10;
const SHOWN_ENDS = 5;

/**
 * `GET /v1/accounts/:id?userSegment=`: everything about one account, or what those of its people did who are in a segment.
 * @throws HttpProblem `not-found` when whoever asks may see no such account, or it has nobody in these segments.
 */
export async function readAccount(request: ReadRequest): Promise<Response> {
  const { id = "" } = request.path;
  const everybody = await readingOfPeople(request);
  const reading = everybody.ofDays([id]);
  if ((await reading.accounts()).length === 0) {
    const isThere = everybody.everybody !== null && (await everybody.everybody.narrow([id]).accounts()).length > 0;
    throw isThere ? nobodyOfSegments(id, request.parameters.getAll("userSegment")) : unknownAccount(id, reading);
  }
  return Response.json(await accountReply(reading, everybody, id, request.parameters));
}

function nobodyOfSegments(id: string, segments: readonly string[]): HttpProblem {
  const among = segments.map((segment) => `"${segment.slice(0, 80)}"`).join(", ");
  return new HttpProblem(
    "not-found",
    `Nobody of account "${id.slice(0, 80)}" is in userSegment ${among}. GET /v1/accounts/:id without it has everybody.`,
  );
}

async function accountReply(
  reading: Reading,
  everybody: Reading,
  id: string,
  asked: URLSearchParams,
): Promise<AccountReply> {
  const days = lastDays(MODULE_STRIP_DAYS, reading.lastDay);
  await knownSinceOfPeople(reading);
  const [[row], asTold, allFigures, people, touchpoints, responses, annotations, assetCounts] = await Promise.all([
    accountRows(reading),
    assetsAsTold(reading),
    accountFigures(reading),
    userRows(reading),
    lastTouchpoints(reading),
    lastResponses(reading),
    reading.pushed("annotations", days),
    reading.assetCounts(["type"]),
  ]);
  const figures = allFigures.get(id);
  if (row === undefined || figures === undefined) throw unknownAccount(id, reading);
  const account = asTold(row);
  const [metrics, engagements, ends, next, timeline, beside] = await Promise.all([
    metricsOf(reading, account),
    accountEngagements(reading),
    bothEnds(reading, figures),
    nextFeaturesOfAccount(everybody, figures),
    timelineOf(reading, days),
    courseBeside(reading, annotations),
  ]);
  const { health, core, coverage, pillars } = figures;
  const engagement = engagements?.get(id) ?? null;
  const named = (feature: string) => ({ feature, name: reading.definitions.features.get(feature)?.name ?? feature });
  return {
    ...reading.head,
    account,
    addresses: {
      ...accountAddresses(asked, reading),
      ...(await partAddresses(reading, id, asked, { isCovered: coverage !== null, isEngaged: engagement !== null })),
    },
    metrics: await openingTiles(metrics, asked, reading),
    health: {
      score: health.score,
      class: health.class,
      parts: health.parts,
      users: health.users.length,
      unseen: health.unseen,
      unseenByTracker: health.unseenByTracker,
      unscored: health.unscored,
      segment: figures.healthSegment,
    },
    productEngagement: engagement && { score: engagement.score, parts: engagement.parts },
    pillars: pillars.map(pillarReply),
    core: { adopted: core.adopted.map(named), gaps: core.gaps.map(named), percent: core.percent },
    nextFeatures: next,
    ...timeline,
    strip: stripReply(reading, figures.used),
    ...ends,
    users: {
      total: people.length,
      rows: people.toSorted((one, other) => other.activeMs - one.activeMs).slice(0, SHOWN_USERS),
    },
    touchpoints,
    responses,
    annotations: annotations.map((annotation) => annotationReply(annotation, beside)),
    assets: assetCounts.map(({ type = "", assets: count, activeAssets }) => ({
      type,
      typeName: reading.definitions.assetTypes.get(type)?.name ?? type,
      assets: count,
      activeAssets,
      activeWithinDays: reading.definitions.assetTypes.get(type)?.activeWithinDays ?? null,
    })),
    coverage,
    isTrusted: isTrusted(coverage),
  };
}

/** The four metrics of the account's row, with how they have changed. */
async function metricsOf(reading: Reading, account: AccountReply["account"]): Promise<readonly PlainTile[]> {
  const previous = await comparablePrevious(reading);
  const [assets, times, actions] = await Promise.all([
    assetsBefore(reading),
    previous && featureTimes(previous),
    previous?.actionTotals({ by: ["account"] }) ?? null,
  ]);
  const before = {
    assets: assets?.assets ?? null,
    activeAssets: assets?.activeAssets ?? null,
    engagement: actions && engagementOf(actions, reading.definitions),
    activeMs: times && [...times.values()].reduce((sum, activeMs) => sum + activeMs, 0),
  };
  const about = { subject: { account: account.account }, name: account.name };
  return (["assets", "activeAssets", "engagement", "activeMs"] as const).map((number) =>
    tileOf("metrics", number, { value: account[number], previous: before[number] }, about),
  );
}

/** The active time of the account around what happened. */
async function courseBeside(reading: Reading, annotations: readonly AnnotationRow[]) {
  const { lastClosedDay } = reading;
  const days = daysBeside(annotations, lastClosedDay);
  if (days === null) return { values: new Map<number, number>(), since: null, lastClosedDay };
  const first = await knownSince(reading);
  const everything = { user: null, action: null, features: null, type: null, told: {} };
  const { values, since } = await courseOf(reading, "activeMs", everything, { days, first, rangesSince: () => [] });
  return { values, since, lastClosedDay };
}

/** How many features and modules were used on each of the last closed days. */
export function stripReply({ lastClosedDay }: Reading, used: AccountFigures["used"]): StripReply {
  const { from, to } = lastDays(STRIP_DAYS, lastClosedDay);
  return { from: isoDate(from), to: isoDate(to), ...used };
}

function pillarReply(health: PillarHealth): AccountReply["pillars"][number] {
  return { score: null, class: null, source: null, ageDays: null, ...health };
}

/** The timeline of modules and the line of active users, from one read. */
async function timelineOf(reading: Reading, days: DayRange): Promise<Pick<AccountReply, "timeline" | "activeUsers">> {
  const { definitions } = reading;
  // Whoever was active within the 30 days before the first day still counts on it.
  const from = days.from - MONTH_DAYS + 1;
  const [rows, told, gauges, since] = await Promise.all([
    reading.totals({ by: ["user", "feature", "day"] }, { from, to: days.to }),
    toldDays(reading, "user", { from, to: days.to }),
    reading.pushed("gauges", days),
    knownSince(reading),
  ]);
  const use = rows.map(({ user = "", feature = "", day = 0, activeMs, visits }): PersonFeatureDay => ({
    person: user,
    feature,
    day,
    activeMs: activeMs[definitions.idleLimitIndex] ?? 0,
    visits,
  }));
  const strip = moduleStrip({
    use,
    modules: new Map([...definitions.modules].map(([module, { features }]) => [module, new Set(features)])),
    gauges: [...groupBy(gauges, ({ gauge }) => gauge)].map(([gauge, values]) => ({
      gauge,
      unit: values[0]?.unit ?? "",
      values: new Map(values.map(({ day, value }) => [day, value])),
    })),
    until: days.to,
    since,
  });
  const active = use.filter(({ activeMs, visits }) => activeMs > 0 || visits > 0);
  const people = [...activeDaysByPerson(active, told).values()];
  const first = Math.max(days.from, since ?? days.to + 1);
  return {
    timeline: {
      from: isoDate(strip.range.from),
      to: isoDate(strip.range.to),
      modules: strip.modules.map((row) => ({ name: definitions.modules.get(row.module)?.name ?? row.module, ...row })),
      gauges: strip.gauges,
    },
    activeUsers: activeUsersPerDay(people, { from: first, to: days.to }).map(({ day, daily, weekly, monthly }) => ({
      day: isoDate(day),
      daily,
      weekly,
      monthly,
    })),
  };
}

/** The most and the least used features and modules of the period, of those that are there for the account. */
async function bothEnds(
  reading: Reading,
  { breadth }: AccountFigures,
): Promise<Pick<AccountReply, "features" | "modules">> {
  const { definitions } = reading;
  const previous = await comparablePrevious(reading);
  const [now, before] = await Promise.all([featureTimes(reading), previous && featureTimes(previous)]);
  const available = new Set([...breadth.adopted, ...breadth.gaps]);
  const features = [...definitions.features.values()]
    .filter(({ feature }) => available.has(feature))
    .map(({ feature, name }) => ({
      feature,
      name,
      activeMs: now.get(feature) ?? 0,
      before: before && (before.get(feature) ?? 0),
    }));
  const sumOf = (times: ReadonlyMap<string, number>, of: readonly string[]): number =>
    of.reduce((sum, feature) => sum + (times.get(feature) ?? 0), 0);
  // A module of which nothing is there for the account, such as one that isn't licensed, is none that it uses least.
  const modules = [...definitions.modules.values()]
    .filter(({ features: of }) => sumOf(now, of) > 0 || of.some((feature) => available.has(feature)))
    .map(({ module, name, features: of }) => ({
      module,
      name,
      activeMs: sumOf(now, of),
      before: before && sumOf(before, of),
    }));
  return { features: endsOf(features), modules: endsOf(modules) };
}

async function featureTimes(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const rows = await reading.totals({ by: ["feature"] });
  return new Map(
    rows.map(({ feature = "", activeMs }) => [feature, activeMs[reading.definitions.idleLimitIndex] ?? 0]),
  );
}

function endsOf<Row extends { readonly activeMs: number }>(rows: readonly Row[]) {
  const time = ({ activeMs }: Row): number => activeMs;
  return {
    most: rank(rows, time, "most")
      .filter(({ activeMs }) => activeMs > 0)
      .slice(0, SHOWN_ENDS),
    least: rank(rows, time, "least").slice(0, SHOWN_ENDS),
  };
}
