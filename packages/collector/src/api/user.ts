import type { Peer } from "../domain/adoption/next-feature.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { lastDays } from "../domain/period/day-range.ts";
import { featuresUsed, STRIP_DAYS } from "../domain/usage/features-used.ts";
import { dayOf } from "../domain/workspace-calendar.ts";
import type { UserRow } from "../store/facts.ts";
import { HttpProblem } from "../http/problem.ts";
import { stripReply } from "./account.ts";
import { nextAddresses, stripAddresses } from "./account-addresses.ts";
import { lastResponses, lastTouchpoints } from "./contacts.ts";
import type { StripReply, UserReply, UsersRow } from "./contract.ts";
import { thatDay } from "./features.ts";
import { metricTiles } from "./metric-tiles.ts";
import { nextFeaturesOfPerson } from "./next-features.ts";
import { addressTemplates, numberAddress } from "./number-address.ts";
import { createNames } from "./numbers/names.ts";
import { userFigures, type PersonFigures } from "./reading/person-figures.ts";
import { hasLeft } from "./reading/existence.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { trackedSince } from "./reading/tracked-since.ts";
import { countedFeatures, definedFeatures } from "./reading/uses.ts";
import { lapsesOn } from "./stage-rows.ts";
import { openingTiles } from "./tile.ts";
import { userAddresses, userRows } from "./users.ts";

/**
 * `GET /v1/users/:id`: everything about one person, in the accounts that whoever asks may see.
 * @throws HttpProblem `not-found` when they may see no such person.
 */
export async function readUser(request: ReadRequest): Promise<Response> {
  const { id = "" } = request.path;
  const all = await readingOf(request);
  const [user] = await all.facts.users(all.scope, [id]);
  if (user === undefined) throw unknownUser(id, all);
  // Nobody else's accounts are needed.
  const reading = user.accounts.length === 0 ? all : all.narrow(user.accounts);
  if (hasLeft(reading, user)) throw leftUser(user, reading);
  return Response.json(await userReply(reading, id, request.parameters));
}

function unknownUser(id: string, reading: Reading): HttpProblem {
  return new HttpProblem(
    "not-found",
    `There is no user "${id.slice(0, 80)}"${thatDay(reading)}. GET /v1/users lists the ones there are.`,
  );
}

function leftUser({ id, leftAt }: UserRow, { calendar }: Reading): HttpProblem {
  const left = dayOf(leftAt ?? 0, calendar);
  return new HttpProblem(
    "not-found",
    `User "${id.slice(0, 80)}" has left on ${isoDate(left)}. asOf=${isoDate(left - 1)} shows what there was the day before.`,
  );
}

async function userReply(reading: Reading, id: string, asked: URLSearchParams): Promise<UserReply> {
  const [rows, allFigures, touchpoints, responses, names] = await Promise.all([
    userRows(reading),
    userFigures(reading),
    lastTouchpoints(reading, id),
    lastResponses(reading, id),
    createNames(reading),
  ]);
  const user = rows.find((row) => row.user === id);
  const figures = allFigures.get(id);
  if (user === undefined || figures === undefined) throw unknownUser(id, reading);
  const about = { subject: { user: id }, name: user.name };
  const [metrics, strip] = await Promise.all([
    metricTiles(reading, ["engagement", "activeMs", "visits"], about),
    stripOf(reading, figures),
  ]);
  return {
    ...reading.head,
    user,
    addresses: {
      ...userAddresses(asked),
      ...partAddresses(reading, id, asked),
    },
    metrics: await openingTiles(metrics, asked, reading),
    health: Object.assign({ segment: figures.healthSegment }, figures.health),
    accounts: user.accounts.map((account) => ({
      account,
      name: names.of("account", account),
      features: countedFeatures(reading).map((feature) => featureReply(feature, account, figures)),
    })),
    nextFeatures: nextFeaturesOfPerson(reading, figures, user.role, peersIn(rows, allFigures)),
    strip,
    touchpoints,
    responses,
  };
}

/** Where the numbers open that stand beside a person's row. */
function partAddresses(reading: Reading, user: string, asked: URLSearchParams): UserReply["addresses"] {
  const subject = { user };
  const opens = (number: string): string => numberAddress(asked, { number, subject });
  const of = { account: "account", feature: "feature" } as const;
  return {
    "health.score": opens("healthScore"),
    ...addressTemplates<"part">(asked, { "health.parts.points": { number: "{part}Points", of: {} } }, subject),
    ...nextAddresses("user", asked, user),
    "strip.totalFeatures": opens("featuresUsed"),
    "strip.totalModules": opens("modulesUsed"),
    ...stripAddresses(reading, asked, subject),
    ...addressTemplates(
      asked,
      {
        "accounts.features.progressMs": { number: "progressMs", of },
        "accounts.features.visits": { number: "visits", of, over: "all" },
        "accounts.features.activeDays": { number: "daysOfUse", of },
      },
      subject,
    ),
  };
}

/** Everybody in the same accounts, with what they have adopted. */
function peersIn(rows: readonly UsersRow[], figures: ReadonlyMap<string, PersonFigures>): readonly Peer[] {
  return rows.map(({ user, role }) => ({ user, role, adopted: new Set(figures.get(user)?.rate.adopted) }));
}

function featureReply(
  { feature, name, thresholdMs }: ReturnType<typeof countedFeatures>[number],
  account: string,
  { uses }: PersonFigures,
): UserReply["accounts"][number]["features"][number] {
  const use = uses.find((one) => one.account === account && one.feature === feature);
  return {
    feature,
    name,
    stage: use?.stage ?? "untouched",
    living: use?.living ?? null,
    progressMs: use?.progressMs ?? 0,
    thresholdMs,
    adoptedAt: use?.adoptedAtMs ?? null,
    visits: use?.visits ?? 0,
    activeDays: use?.activeDays ?? 0,
    lastActiveDay: use === undefined || use.lastDay === null ? null : isoDate(use.lastDay),
    lapsesOn: use === undefined ? null : lapsesOn(use),
  };
}

async function stripOf(reading: Reading, { user }: PersonFigures): Promise<StripReply> {
  const { idleLimitIndex } = reading.definitions;
  const [rows, since] = await Promise.all([
    reading.totals({ by: ["feature", "day"], user }, lastDays(STRIP_DAYS, reading.lastClosedDay)),
    trackedSince(reading, "user"),
  ]);
  return stripReply(
    reading,
    featuresUsed({
      featureDays: rows.map(({ feature = "", day = 0, activeMs }) => ({
        feature,
        day,
        activeMs: activeMs[idleLimitIndex] ?? 0,
      })),
      modules: new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module])),
      lastClosedDay: reading.lastClosedDay,
      since: since.get(user) ?? null,
    }),
  );
}
