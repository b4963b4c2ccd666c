import type { Pillar, PillarHealth } from "../domain/health/pillars.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { PeriodPreset } from "../domain/period/period.ts";
import type { PresenceClass } from "../domain/usage/login-class.ts";
import { lowestEngagement } from "../domain/usage/lowest-engagement.ts";
import type { AccountRow } from "../store/facts.ts";
import { accountFigures, type AccountFigures } from "./reading/account-figures.ts";
import {
  ACCOUNT_COLUMNS,
  ACCOUNT_SORTS,
  type AccountsReply,
  type AccountsRow,
  type LowestEngagementRow,
} from "./contract.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { readListQuery } from "./query/list-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Kept } from "./reading/kept.ts";
import type { Reading } from "./reading/reading.ts";
import { currentSegments } from "./reading/segments.ts";
import { answerKept, answerList, type List } from "./tables/list.ts";

/** Columns that follow from what every single member did. */
const FIGURE_COLUMNS = [
  "activeUsers",
  "kind",
  "knownUsers",
  "licensedUsers",
  "dailyUsers",
  "weeklyUsers",
  "monthlyUsers",
  "inactiveUsers",
  "neverSeenUsers",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "coreAdoptionPercent",
  "featuresUsed",
  "modulesUsed",
  "healthScore",
  "healthClass",
  "productAdoptionHealth",
  "relationshipHealth",
  "serviceHealth",
  "financialHealth",
  "coveragePercent",
  "lastTouchpointAt",
  "segments",
] as const satisfies readonly (keyof AccountsRow)[];
type FigureColumn = (typeof FIGURE_COLUMNS)[number];

const ACCOUNTS: List<AccountsRow> = {
  name: "accounts",
  keys: ["account", "name"],
  sorts: ACCOUNT_SORTS,
  columns: ACCOUNT_COLUMNS,
  arrangement: { texts: ({ name, account }) => [name, account], defaultSort: { by: "activeMs", descending: true } },
};

/** `GET /v1/accounts` */
export async function readAccounts(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, ACCOUNTS, request.accept);
  const reading = await readingOf(request);
  const { kept, preset, scope } = reading;
  if (kept !== null && preset !== null) {
    return answerKept(ACCOUNTS, { kept, list: "accounts", scope, period: preset, order: [] }, query, {
      ...reading.head,
      countedAt: kept.countedAtMs,
      ...keptEnds(kept, reading, preset),
    });
  }
  if (kept !== null) {
    const rows = await keptRows(reading, kept);
    const head = { ...reading.head, countedAt: kept.countedAtMs, ...endsOf(reading, rows) };
    return answerList(ACCOUNTS, rows, query, head, {
      columns: ["activeUsers"],
      complete: (some) => withActiveUsers(reading.narrow(some.map(({ account }) => account)), some),
    });
  }
  const rows = await plainRows(reading);
  const head: Omit<AccountsReply, "total" | "rows"> = { ...reading.head, ...endsOf(reading, rows) };
  return answerList(ACCOUNTS, rows, query, head, {
    columns: FIGURE_COLUMNS,
    complete: (some) => withFigures(reading.narrow(some.map(({ account }) => account)), some),
  });
}

type Ends = Pick<AccountsReply, "lowestEngagement" | "youngAccounts" | "silentAccounts">;

function endsOf(reading: Reading, rows: readonly AccountsRow[]): Ends {
  const { lowest, young } = lowestEngagement(rows, reading.nowMs);
  return {
    lowestEngagement: lowest.map(brief),
    youngAccounts: young.length,
    silentAccounts: rows.filter(({ lastReceivedAt }) => lastReceivedAt === null).length,
  };
}

function keptEnds(kept: Kept, { scope, nowMs }: Reading, period: PeriodPreset): Ends {
  const { silent, young } = kept.leftOut(scope, nowMs);
  return {
    lowestEngagement: kept.lowestAccounts(scope, period, nowMs).map(brief),
    youngAccounts: young,
    silentAccounts: silent,
  };
}

function brief({ account, name, engagement }: AccountsRow): LowestEngagementRow {
  return { account, name, engagement };
}

/** Every account that the reading can see, by its id, with every column. */
export async function accountRows(reading: Reading): Promise<readonly AccountsRow[]> {
  return withFigures(reading, await plainRows(reading));
}

async function withFigures(reading: Reading, rows: readonly AccountsRow[]): Promise<readonly AccountsRow[]> {
  const [figures, active, segments] = await Promise.all([
    accountFigures(reading),
    reading.distinctUsers({ by: ["account"] }),
    currentSegments(reading),
  ]);
  const activeUsers = new Map(active.map(({ account = "", users }) => [account, users]));
  return rows.map((row) =>
    Object.assign({}, row, columnsOf(figures.get(row.account), activeUsers.get(row.account) ?? 0), {
      segments: segments.account.get(row.account) ?? [],
    }),
  );
}

/**
 * What is kept of each account, with the use of days of one's own, which is counted for the answer: all of it that adds up,
 * so without the active users.
 */
async function keptRows(reading: Reading, kept: Kept): Promise<readonly AccountsRow[]> {
  const everybody = { list: "accounts", period: "all", search: "", order: [], offset: 0 } as const;
  const pieces = kept.pieces({ ...everybody, scope: reading.scope, limit: Number.MAX_SAFE_INTEGER });
  const metrics = await metricsOver(reading, kept);
  return [...pieces].flat().map((row) => Object.assign({}, row, metrics.get(row.account) ?? NO_USE));
}

type Use = Pick<AccountsRow, "engagement" | "activeMs" | "visits">;
const NO_USE: Use = { engagement: 0, activeMs: 0, visits: 0 };

/** The use of a reading's days by account: whole weeks as they are kept, and what is left of the days as it is counted. */
async function metricsOver(reading: Reading, kept: Kept): Promise<ReadonlyMap<string, Use>> {
  const { use, rest } = kept.weeks(reading.scope, reading.within(reading.days));
  const sums = new Map<string, Use>(use);
  for (const days of rest) {
    const [totals, actions] = await Promise.all([
      reading.totals({ by: ["account"] }, days),
      reading.actionTotals({ by: ["account"] }, days),
    ]);
    const key = (row: { readonly account?: string }): string | null => row.account ?? null;
    const counted = groupMetrics(
      { totals: { rows: totals, key }, actions: { rows: actions, key }, assets: { rows: [], key: () => null } },
      reading.definitions,
    );
    for (const [account, { engagement, activeMs, visits }] of counted) {
      const sum = sums.get(account) ?? NO_USE;
      sums.set(account, {
        engagement: sum.engagement + engagement,
        activeMs: sum.activeMs + activeMs,
        visits: sum.visits + visits,
      });
    }
  }
  return sums;
}

async function withActiveUsers(reading: Reading, rows: readonly AccountsRow[]): Promise<readonly AccountsRow[]> {
  const counted = await reading.distinctUsers({ by: ["account"] });
  const activeUsers = new Map(counted.map(({ account = "", users }) => [account, users]));
  return rows.map((row) => ({ ...row, activeUsers: activeUsers.get(row.account) ?? 0 }));
}

/** Without the columns that follow from figures. */
async function plainRows(reading: Reading): Promise<readonly AccountsRow[]> {
  const [accounts, totals, actions, assets] = await Promise.all([
    reading.accounts(),
    reading.totals({ by: ["account"] }),
    reading.actionTotals({ by: ["account"] }),
    reading.assetCounts(["account"]),
  ]);
  const key = (row: { readonly account?: string }): string | null => row.account ?? null;
  const metrics = groupMetrics(
    { totals: { rows: totals, key }, actions: { rows: actions, key }, assets: { rows: assets, key } },
    reading.definitions,
  );
  return accounts
    .map((account) => Object.assign(describe(account), metrics.get(account.id) ?? NO_METRICS, columnsOf(undefined, 0)))
    .toSorted((left, right) => (left.account < right.account ? -1 : 1));
}

function describe(row: AccountRow) {
  const { id, name, lastReceivedAtMs, ...told } = row;
  return { ...told, account: id, name: name ?? id, lastReceivedAt: lastReceivedAtMs };
}

/** What follows from an account's figures; undefined: nobody asked for them. */
function columnsOf(figures: AccountFigures | undefined, activeUsers: number): Pick<AccountsRow, FigureColumn> {
  const members = figures?.members ?? [];
  const inClass = (wanted: PresenceClass): number => members.filter(({ loginClass }) => loginClass === wanted).length;
  const lastDays = members.flatMap(({ presence }) => presence?.lastSeenDay ?? []);
  const score = (pillar: Pillar): number | null => scoreOf(figures?.pillars.find((one) => one.pillar === pillar));
  return {
    activeUsers,
    kind: figures?.kind ?? "regular",
    knownUsers: members.length,
    licensedUsers: figures?.licensedUsers ?? null,
    dailyUsers: inClass("daily"),
    weeklyUsers: inClass("weekly"),
    monthlyUsers: inClass("monthly"),
    inactiveUsers: inClass("inactive"),
    neverSeenUsers: inClass("neverSeen"),
    lastActiveDay: lastDays.length === 0 ? null : isoDate(Math.max(...lastDays)),
    adoptedFeatures: figures?.breadth.adopted.length ?? 0,
    triedFeatures: figures?.tried.length ?? 0,
    relevantFeatures: (figures?.breadth.adopted.length ?? 0) + (figures?.breadth.gaps.length ?? 0),
    adoptionPercent: figures?.breadth.percent ?? null,
    coreAdoptionPercent: figures?.core.percent ?? null,
    featuresUsed: figures?.used.totalFeatures ?? null,
    modulesUsed: figures?.used.totalModules ?? null,
    healthScore: figures?.health.score ?? null,
    healthClass: figures?.health.class ?? null,
    productAdoptionHealth: score("productAdoption"),
    relationshipHealth: score("relationship"),
    serviceHealth: score("service"),
    financialHealth: score("financial"),
    coveragePercent: figures?.coverage ? 100 * figures.coverage.share : null,
    lastTouchpointAt: figures?.lastTouchpointAt ?? null,
    segments: [],
  };
}

function scoreOf(health: PillarHealth | undefined): number | null {
  return health !== undefined && (health.kind === "computed" || health.kind === "imported") ? health.score : null;
}
