import type { DayRange } from "../domain/day.ts";
import type { GoalMetric } from "../domain/definitions/definitions.ts";
import { HAPPINESS_LEVELS } from "../domain/health/happiness.ts";
import { HEALTH_CLASSES } from "../domain/health/health-class.ts";
import { dayOfIsoDate, firstDayOfNextMonth, isoDate } from "../domain/period/calendar-date.ts";
import { goalProgress } from "../domain/subscriptions/goal-progress.ts";
import { newSubscribersByMonth } from "../domain/subscriptions/new-subscribers.ts";
import { PRESENCE_CLASSES } from "../domain/usage/login-class.ts";
import { assetTiles } from "./asset-tiles.ts";
import type { OverviewReply } from "./contract.ts";
import { featureTiles } from "./feature-tiles.ts";
import { createNames } from "./numbers/names.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { FEATURE_RANKS } from "./openapi/overview-shape.ts";
import { readWord } from "./query/parameters.ts";
import { comparablePrevious, knownSince } from "./reading/known-since.ts";
import { lowestAccounts } from "./reading/lowest-accounts.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { tileOf, type Tile } from "./tile.ts";

/**
 * What a number is compared with. `period`: the period before, where all its days are known; `asOf`: what was known at its
 * end, where anything was; `roster`: the same, of what the host tells with its own dates;
 * `now`: nothing, since nobody can say what it was.
 */
type Comparison = "period" | "asOf" | "roster" | "now";

/** The numbers of the workspace as a whole. */
const WORKSPACE: readonly (readonly [group: Tile["group"], number: string, comparison: Comparison])[] = [
  ["metrics", "engagement", "period"],
  ["metrics", "activeMs", "period"],
  ["summary", "contacts", "now"],
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
  ["userHealth", "unknownHealthUsers", "now"],
  ...HEALTH_CLASSES.map((name) => ["accountHealth", `${name}Accounts`, "asOf"] as const),
  ["accountHealth", "unknownHealthAccounts", "now"],
  ["keptOut", "silentAccounts", "now"],
  ["keptOut", "youngAccounts", "now"],
];

const GOAL_NUMBERS: Readonly<Record<GoalMetric, string>> = {
  saasAccounts: "saasAccounts",
  accounts: "companies",
  activeUsers: "mau",
  featureUsagePercent: "featureUsagePercent",
};

const SUBSCRIBER_MONTHS = 12;

/** `GET /v1/overview?rank=`: the whole workspace, or what the request leaves of it, in numbers that all open. */
export async function readOverview(request: ReadRequest): Promise<Response> {
  const rank = readWord(request.parameters, "rank", FEATURE_RANKS, "adopted");
  const reading = await readingOf(request);
  const [assets, workspace, features, lowest, goal, newSubscribers] = await Promise.all([
    assetTiles(reading),
    workspaceTiles(reading),
    featureTiles(reading, rank),
    lowestTiles(reading),
    goalOf(reading),
    subscribersByMonth(reading),
  ]);
  const previous = reading.previous()?.days ?? null;
  const reply: OverviewReply = {
    ...reading.head,
    rank,
    previousPeriod: previous && { from: isoDate(previous.from), to: isoDate(previous.to) },
    tiles: [...assets, ...workspace, ...features, ...lowest],
    goal,
    newSubscribers,
  };
  return Response.json(reply);
}

async function workspaceTiles(reading: Reading): Promise<readonly Tile[]> {
  const befores = await beforesOf(reading);
  return Promise.all(
    WORKSPACE.map(async ([group, number, comparison]) => {
      const before = befores[comparison];
      const [value, previous] = await Promise.all([measure(reading, number), before && measure(before, number)]);
      return tileOf(group, number, { value, previous });
    }),
  );
}

/** Where each comparison looks; null: nowhere. */
async function beforesOf(reading: Reading): Promise<Readonly<Record<Comparison, Reading | null>>> {
  const previous = reading.previous();
  const [since, period] = await Promise.all([knownSince(reading), comparablePrevious(reading)]);
  const wasKnown = previous !== null && since !== null && since <= previous.lastDay;
  return { period, asOf: wasKnown ? previous : null, roster: previous, now: null };
}

async function measure(reading: Reading, id: string): Promise<number | null> {
  const number = NUMBERS.get(id);
  if (number === undefined) throw new Error(`[overview] There is no number ${id}.`);
  return (await number.measure(reading, {}, number.splits[0] ?? "part")).value;
}

async function lowestTiles(reading: Reading): Promise<readonly Tile[]> {
  const previous = await comparablePrevious(reading);
  const [{ lowest }, before, names] = await Promise.all([
    lowestAccounts(reading),
    previous && engagements(previous),
    createNames(reading),
  ]);
  return lowest.map(({ account, engagement }) =>
    tileOf(
      "lowestEngagement",
      "engagement",
      { value: engagement, previous: before && (before.get(account) ?? 0) },
      { subject: { account }, name: names.of("account", account) },
    ),
  );
}

/** Engagement of the accounts that have any, by their ids. */
async function engagements(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const number = NUMBERS.get("engagement");
  const rows = (await number?.measure(reading, {}, "account"))?.rows ?? [];
  return new Map(rows.map(({ id, value }) => [id, value ?? 0]));
}

async function goalOf(reading: Reading): Promise<OverviewReply["goal"]> {
  const { goal } = reading.definitions;
  if (goal === null) return null;
  const number = GOAL_NUMBERS[goal.metric];
  return { name: goal.name, number, ...goalProgress(await measure(reading, number), goal.target) };
}

async function subscribersByMonth(reading: Reading): Promise<OverviewReply["newSubscribers"]> {
  const { calendar, untilMs } = reading;
  // The look ends where its last day does, which is the first moment of the next one.
  const months = newSubscribersByMonth(await reading.accounts(), SUBSCRIBER_MONTHS, untilMs - 1, calendar);
  return months.map(({ month, accounts }) => {
    const { from, to } = daysOfMonth(month);
    return { month, from: isoDate(from), to: isoDate(to), value: accounts.length };
  });
}

function daysOfMonth(month: string): DayRange {
  const from = dayOfIsoDate(`${month}-01`) ?? 0;
  return { from, to: firstDayOfNextMonth(from) - 1 };
}
