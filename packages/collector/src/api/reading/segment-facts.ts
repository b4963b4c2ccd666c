import { accountFigures, type AccountFigures } from "./account-figures.ts";
import { daysSince } from "./days-since.ts";
import { userFigures, type PersonFigures } from "./person-figures.ts";
import type { Reading } from "./reading.ts";
import { toldFacts } from "./told-facts.ts";
import { trackedSince } from "./tracked-since.ts";
import { usedLately, type UsedLately } from "./used-lately.ts";
import { lookAt } from "../../domain/definitions/segment-parts.ts";
import type { SegmentMetric } from "../../domain/definitions/segment-definition.ts";
import { engagementOf } from "../../domain/engagement.ts";
import { groupBy } from "../../domain/group-by.ts";
import { lastDays } from "../../domain/period/day-range.ts";
import type { SegmentFacts } from "../../domain/segments/segment-rule.ts";
import { percentOf } from "../../domain/share.ts";
import type { AccountRow, UserRow } from "../../store/facts.ts";

/** What segments look at, of every account and user that the reading can see, by id. */
export interface WorkspaceSegmentFacts {
  readonly accounts: ReadonlyMap<string, SegmentFacts>;
  readonly users: ReadonlyMap<string, SegmentFacts>;
}

type Metrics = Readonly<Record<SegmentMetric, number | null>>;

/** For how long active time, engagement and active users are looked at. */
const SUM_DAYS = 30;

/**
 * Gathers what segments look at, from the same figures as every list and screen: a segment is what one sees there.
 * @param reading over whatever days: sums are those of the last 30.
 */
export async function readSegmentFacts(reading: Reading): Promise<WorkspaceSegmentFacts> {
  const [accounts, users, ofAccounts, ofUsers, since, sums, used] = await Promise.all([
    reading.accounts(),
    reading.users(),
    accountFigures(reading),
    userFigures(reading),
    trackedSince(reading, "user"),
    readSums(reading.over(lastDays(SUM_DAYS, reading.lastDay))),
    usedByUsers(reading),
  ]);
  const rows = new Map(accounts.map((account) => [account.id, account]));
  return {
    accounts: new Map(
      accounts.map((account) => {
        const metrics = accountMetrics(reading, account, ofAccounts.get(account.id), sums);
        return [account.id, factsOf([account], null, metrics)];
      }),
    ),
    users: new Map(
      users.map((user) => {
        const own = user.accounts.flatMap((id) => rows.get(id) ?? []);
        // Of whom the tracker first saw today there is no closed day to tell of.
        const isTracked = (since.get(user.id) ?? Infinity) <= reading.lastClosedDay;
        const lately = isTracked ? (used.get(user.id) ?? NONE_LATELY) : null;
        return [user.id, factsOf(own, user, userMetrics(reading, user, ofUsers.get(user.id), sums, lately))];
      }),
    ),
  };
}

const NONE_LATELY: UsedLately = { features: 0, modules: 0 };

/** Looked up only where a segment asks for it. */
async function usedByUsers(reading: Reading): Promise<ReadonlyMap<string, UsedLately>> {
  const isAsked = lookAt(reading.definitions.segments.values(), "user", ["featuresUsed", "modulesUsed"]);
  return isAsked ? usedLately(reading) : new Map<string, UsedLately>();
}

interface Sums {
  /** By account, and by user over all of their accounts. */
  readonly activeMs: ReadonlyMap<string, number>;
  readonly engagement: ReadonlyMap<string, number>;
  readonly activeUsers: ReadonlyMap<string, number>;
}

/** Of the period, whoever wasn't there has none. Accounts and users may have the same ids. */
const keyOf = (of: "account" | "user", id: string): string => `${of}\n${id}`;

async function readSums(reading: Reading): Promise<Sums> {
  const { definitions } = reading;
  const activeMs = new Map<string, number>();
  const engagement = new Map<string, number>();
  for (const subject of ["account", "user"] as const) {
    for (const row of await reading.totals({ by: [subject] })) {
      activeMs.set(keyOf(subject, row[subject] ?? ""), row.activeMs[definitions.idleLimitIndex] ?? 0);
    }
    for (const [id = "", rows] of groupBy(await reading.actionTotals({ by: [subject] }), (row) => row[subject])) {
      engagement.set(keyOf(subject, id), engagementOf(rows, definitions));
    }
  }
  const distinct = await reading.distinctUsers({ by: ["account"] });
  const activeUsers = new Map(distinct.map(({ account = "", users }) => [account, users]));
  return { activeMs, engagement, activeUsers };
}

function accountMetrics(
  reading: Reading,
  account: AccountRow,
  figures: AccountFigures | undefined,
  sums: Sums,
): Metrics {
  const seenDays = (figures?.members ?? []).flatMap(({ presence }) => presence?.lastSeenDay ?? []);
  const activeUsers = sums.activeUsers.get(account.id) ?? 0;
  const seats = figures?.licensedUsers ?? null;
  return {
    activeMs: sums.activeMs.get(keyOf("account", account.id)) ?? 0,
    engagement: sums.engagement.get(keyOf("account", account.id)) ?? 0,
    activeUsers,
    featuresUsed: figures?.used.totalFeatures ?? null,
    modulesUsed: figures?.used.totalModules ?? null,
    adoptionPercent: figures?.breadth.percent ?? null,
    healthScore: figures?.health.score ?? null,
    seatUsePercent: seats === null ? null : percentOf(activeUsers, seats),
    daysSinceLastSeen: seenDays.length === 0 ? null : reading.lastDay - Math.max(...seenDays),
    daysSinceTouchpoint: daysSince(reading, figures?.lastTouchpointAt ?? null),
    ageDays: daysSince(reading, account.createdAt),
  };
}

function userMetrics(
  reading: Reading,
  user: UserRow,
  figures: PersonFigures | undefined,
  sums: Sums,
  lately: UsedLately | null,
): Metrics {
  const lastSeenDay = figures?.presence?.lastSeenDay ?? null;
  return {
    activeMs: sums.activeMs.get(keyOf("user", user.id)) ?? 0,
    engagement: sums.engagement.get(keyOf("user", user.id)) ?? 0,
    activeUsers: null,
    featuresUsed: lately?.features ?? null,
    modulesUsed: lately?.modules ?? null,
    adoptionPercent: figures?.rate.percent ?? null,
    healthScore: figures?.health.score ?? null,
    seatUsePercent: null,
    daysSinceLastSeen: lastSeenDay === null ? null : reading.lastDay - lastSeenDay,
    daysSinceTouchpoint: daysSince(reading, figures?.lastTouchpointAt ?? null),
    ageDays: daysSince(reading, user.createdAt),
  };
}

/** The facts of an account, or of a user and their accounts. @param user null: of the account itself. */
function factsOf(accounts: readonly AccountRow[], user: UserRow | null, metrics: Metrics): SegmentFacts {
  return Object.assign(toldFacts(accounts, user), { metric: (metric: SegmentMetric) => metrics[metric] });
}
