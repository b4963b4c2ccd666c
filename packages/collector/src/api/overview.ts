import type { DayRange } from "../domain/day.ts";
import type { GoalMetric } from "../domain/definitions/definitions.ts";
import { HAPPINESS_LEVELS } from "../domain/health/happiness.ts";
import { HEALTH_CLASSES, HEALTH_LEVELS } from "../domain/health/health-class.ts";
import { dayOfIsoDate, firstDayOfNextMonth, isoDate } from "../domain/period/calendar-date.ts";
import { goalProgress } from "../domain/subscriptions/goal-progress.ts";
import { PRESENCE_CLASSES } from "../domain/usage/login-class.ts";
import { assetTiles } from "./asset-tiles.ts";
import type { OverviewReply } from "./contract.ts";
import { numberAddress } from "./number-address.ts";
import { featureTiles } from "./feature-tiles.ts";
import { moduleTiles } from "./module-tiles.ts";
import type { NumberValues } from "./numbers/values.ts";
import { FEATURE_RANKS } from "./openapi/overview-shape.ts";
import { overviewFile } from "./overview-file.ts";
import { overviewSource, type OverviewSource } from "./overview-source.ts";
import { readFormat } from "./query/list-query.ts";
import { readWord } from "./query/parameters.ts";
import { headOf } from "./reading/kept-for.ts";
import { comparablePrevious, knownSince } from "./reading/known-since.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { createUnknownUse } from "./reading/unknown-use.ts";
import { openingTiles, tileOf, unknownTile, type PlainTile } from "./tile.ts";

/**
 * What a number is compared with. `period`: the period before, where all its days are known; `asOf`: what was known at its
 * end, where anything was; `roster`: the same, of what the host tells with its own dates;
 * `now`: nothing, since nobody can say what it was.
 */
type Comparison = "period" | "asOf" | "roster" | "now";

/** The numbers of the workspace as a whole. */
const WORKSPACE: readonly (readonly [group: PlainTile["group"], number: string, comparison: Comparison])[] = [
  ["metrics", "engagement", "period"],
  ["metrics", "activeMs", "period"],
  ["summary", "contacts", "now"],
  ["summary", "seenUsers", "asOf"],
  ["summary", "companies", "roster"],
  ["summary", "saasAccounts", "roster"],
  ["summary", "churnedAccounts", "roster"],
  ["summary", "regularAccounts", "roster"],
  ["summary", "premiumAccounts", "now"],
  ["summary", "featureUsagePercent", "asOf"],
  ["summary", "churnPercent", "roster"],
  ["summary", "newSubscribers", "roster"],
  ...PRESENCE_CLASSES.map(
    (name) => ["logins", `${name}Users`, name === "neverSeen" ? "now" : ("asOf" as Comparison)] as const,
  ),
  ["logins", "dau", "asOf"],
  ["logins", "wau", "asOf"],
  ["logins", "mau", "asOf"],
  ["logins", "stickiness", "asOf"],
  ...HAPPINESS_LEVELS.map((level) => ["happiness", `${level}Users`, "roster"] as const),
  ["happiness", "unansweredUsers", "now"],
  ...HEALTH_CLASSES.map((name) => ["userHealth", `${name}Users`, "asOf"] as const),
  ["userHealth", "neverSeenUsers", "now"],
  ["userHealth", "unknownHealthUsers", "now"],
  ...HEALTH_CLASSES.map((name) => ["accountHealth", `${name}Accounts`, "asOf"] as const),
  ["accountHealth", "unknownHealthAccounts", "now"],
  ...HEALTH_LEVELS.map((level) => ["productAdoption", `${level}AdoptionAccounts`, "asOf"] as const),
  ["productAdoption", "unknownAdoptionAccounts", "now"],
  ["keptOut", "notInRosterAccounts", "now"],
  ["keptOut", "silentAccounts", "now"],
  ["keptOut", "youngAccounts", "now"],
];

const GOAL_NUMBERS: Readonly<Record<GoalMetric, string>> = {
  saasAccounts: "saasAccounts",
  accounts: "companies",
  activeUsers: "mau",
  featureUsagePercent: "featureUsagePercent",
};

/** `GET /v1/overview?rank=&format=`: the whole workspace, or what the request leaves of it, in numbers that all open. */
export async function readOverview(request: ReadRequest): Promise<Response> {
  const rank = readWord(request.parameters, "rank", FEATURE_RANKS, "adopted");
  const format = readFormat(request.parameters, request.accept);
  const reading = await readingOfPeople(request);
  const source = await overviewSource(reading);
  const unknownUse = createUnknownUse(request);
  const isKnown = async (number: string): Promise<boolean> => (await unknownUse(reading, number)) === null;
  const [assets, workspace, modules, features, lowest, goal, newSubscribers] = await Promise.all([
    assetTiles(source),
    workspaceTiles(reading, source),
    // Licences are of accounts, so that there is no share of them of some people.
    reading.isOfSome ? [] : moduleTiles(source),
    featureTiles(reading, rank, source),
    lowestTiles(source),
    goalOf(reading, async (number) => ((await isKnown(number)) ? source.now(number) : null)),
    subscribersByMonth(source),
  ]);
  const previous = reading.previous()?.days ?? null;
  const tiles = [...assets, ...workspace, ...modules, ...features, ...lowest];
  const reply: OverviewReply = {
    ...headOf(reading),
    rank,
    previousPeriod: previous && { from: isoDate(previous.from), to: isoDate(previous.to) },
    tiles: await openingTiles(
      await Promise.all(tiles.map(async (tile) => ((await isKnown(tile.number)) ? tile : unknownTile(tile)))),
      request.parameters,
      reading,
    ),
    goal: goal && { ...goal, address: numberAddress(request.parameters, { number: goal.number, subject: {} }) },
    newSubscribers: newSubscribers.map(({ month, value, days }) => ({
      month,
      value,
      from: isoDate(days.from),
      to: isoDate(days.to),
      address: numberAddress(
        request.parameters,
        { number: "newSubscribers", subject: {}, over: days },
        reading.lastDay,
      ),
    })),
  };
  return format === "json" ? Response.json(reply) : overviewFile(reply, format);
}

async function workspaceTiles(reading: Reading, source: OverviewSource): Promise<readonly PlainTile[]> {
  const befores = await beforesOf(reading, source);
  return Promise.all(
    WORKSPACE.map(async ([group, number, comparison]) => {
      const [value, previous] = await Promise.all([source.now(number), befores[comparison]?.(number) ?? null]);
      return tileOf(group, number, { value, previous });
    }),
  );
}

/** Where each comparison looks; null: nowhere. */
async function beforesOf(
  reading: Reading,
  { before }: OverviewSource,
): Promise<Readonly<Record<Comparison, NumberValues | null>>> {
  const previous = reading.previous();
  const [since, comparable] = await Promise.all([knownSince(reading), comparablePrevious(reading)]);
  const wasKnown = previous !== null && since !== null && since <= previous.lastDay;
  return {
    period: comparable === null ? null : before,
    asOf: wasKnown ? before : null,
    roster: before,
    now: null,
  };
}

async function lowestTiles(source: OverviewSource): Promise<readonly PlainTile[]> {
  return (await source.lowest()).map(({ account, name, engagement, before }) =>
    tileOf("lowestEngagement", "engagement", { value: engagement, previous: before }, { subject: { account }, name }),
  );
}

async function goalOf({ definitions: { goal } }: Reading, now: NumberValues) {
  if (goal === null) return null;
  const number = GOAL_NUMBERS[goal.metric];
  return { name: goal.name, number, ...goalProgress(await now(number), goal.target) };
}

async function subscribersByMonth(source: OverviewSource) {
  return (await source.subscribers()).map(([month, value]) => ({ month, days: daysOfMonth(month), value }));
}

function daysOfMonth(month: string): DayRange {
  const from = dayOfIsoDate(`${month}-01`) ?? 0;
  return { from, to: firstDayOfNextMonth(from) - 1 };
}
