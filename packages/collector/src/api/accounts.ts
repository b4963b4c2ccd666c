import type { DayRange } from "../domain/day.ts";
import type { Pillar, PillarHealth } from "../domain/health/pillars.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { PeriodPreset } from "../domain/period/period.ts";
import type { PresenceClass } from "../domain/usage/login-class.ts";
import { isCompany } from "../domain/subscriptions/company.ts";
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
import { addressTemplates, numberAddress, type ColumnNumber } from "./number-address.ts";
import { readListQuery } from "./query/list-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Kept, UseOverDays } from "./reading/kept.ts";
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

/** What is left to be worked out where the use of accounts is kept. */
const COLUMNS_BESIDE_USE = [
  ...FIGURE_COLUMNS.filter((column) => column !== "activeUsers"),
  "assets",
  "activeAssets",
] as const satisfies readonly (keyof AccountsRow)[];

const ofAccount = (number: string): ColumnNumber<"account"> => ({ number, of: { account: "account" } });

export const ACCOUNTS_LIST: List<AccountsRow> = {
  name: "accounts",
  keys: ["account", "name"],
  sorts: ACCOUNT_SORTS,
  columns: ACCOUNT_COLUMNS,
  arrangement: { texts: ({ name, account }) => [name, account], defaultSort: { by: "activeMs", descending: true } },
  numbers: {
    assets: ofAccount("assets"),
    activeAssets: ofAccount("activeAssets"),
    engagement: ofAccount("engagement"),
    activeMs: ofAccount("activeMs"),
    visits: ofAccount("visits"),
    activeUsers: ofAccount("activeUsers"),
    knownUsers: ofAccount("contacts"),
    dailyUsers: ofAccount("dailyUsers"),
    weeklyUsers: ofAccount("weeklyUsers"),
    monthlyUsers: ofAccount("monthlyUsers"),
    inactiveUsers: ofAccount("inactiveUsers"),
    neverSeenUsers: ofAccount("neverSeenUsers"),
    licensedUsers: ofAccount("licensedUsers"),
    adoptedFeatures: ofAccount("adoptedFeatures"),
    triedFeatures: ofAccount("triedFeatures"),
    relevantFeatures: ofAccount("relevantFeatures"),
    adoptionPercent: ofAccount("adoptionPercent"),
    coreAdoptionPercent: ofAccount("coreAdoptionPercent"),
    featuresUsed: ofAccount("featuresUsed"),
    modulesUsed: ofAccount("modulesUsed"),
    coveragePercent: ofAccount("coveragePercent"),
    healthScore: ofAccount("healthScore"),
    productAdoptionHealth: ofAccount("productAdoptionHealth"),
    relationshipHealth: ofAccount("relationshipHealth"),
    serviceHealth: ofAccount("serviceHealth"),
    financialHealth: ofAccount("financialHealth"),
  },
};

/** `GET /v1/accounts` */
export async function readAccounts(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, ACCOUNTS_LIST, request.accept);
  const reading = await readingOf(request);
  const { kept, scope } = reading;
  const period = keptPeriod(reading);
  const addresses = listAddresses(request.parameters);
  if (kept !== null && period !== null) {
    return answerKept(ACCOUNTS_LIST, { kept, list: "accounts", scope, period, order: [] }, query, {
      ...reading.head,
      countedAt: kept.countedAtMs,
      ...keptEnds(kept, reading, period),
      addresses,
    });
  }
  const use = useOver(reading);
  const rows = await plainRows(reading, use);
  const countedAt = use === null ? null : (reading.keptUse?.countedAtMs ?? null);
  const head: Omit<AccountsReply, "total" | "rows"> = {
    ...reading.head,
    countedAt,
    ...endsOf(reading, rows),
    addresses,
  };
  return answerList(ACCOUNTS_LIST, rows, query, head, {
    columns: use === null ? FIGURE_COLUMNS : COLUMNS_BESIDE_USE,
    async complete(some) {
      const narrow = reading.narrow(some.map(({ account }) => account));
      return use === null ? withFigures(narrow, some) : withAssets(narrow, await withFigures(narrow, some, use));
    },
  });
}

/** Where the numbers of a row open. */
export function accountAddresses(asked: URLSearchParams): AccountsReply["addresses"] {
  return addressTemplates(asked, ACCOUNTS_LIST.numbers ?? {});
}

/** The same, and where those of the list's head open. */
function listAddresses(asked: URLSearchParams): AccountsReply["addresses"] {
  const ofAll = (number: string): string => numberAddress(asked, { number, subject: {} });
  return {
    ...accountAddresses(asked),
    youngAccounts: ofAll("youngAccounts"),
    silentAccounts: ofAll("silentAccounts"),
    notInRosterAccounts: ofAll("notInRosterAccounts"),
    ...addressTemplates(asked, { "lowestEngagement.engagement": ofAccount("engagement") }),
  };
}

type Ends = Pick<AccountsReply, "lowestEngagement" | "youngAccounts" | "silentAccounts" | "notInRosterAccounts">;

function endsOf({ untilMs, hasRoster }: Reading, rows: readonly AccountsRow[]): Ends {
  const { lowest, young } = lowestEngagement(rows, untilMs);
  return {
    lowestEngagement: lowest.map(brief),
    youngAccounts: young.length,
    silentAccounts: rows.filter(({ lastReceivedAt }) => lastReceivedAt === null).length,
    notInRosterAccounts: rows.filter(({ inRoster }) => !isCompany({ inRoster, hasRoster })).length,
  };
}

/** The period over which the list can be answered from what is kept; null: over none. */
function keptPeriod(reading: Reading): PeriodPreset | DayRange | null {
  if (reading.kept === null || reading.preset !== null) return reading.preset;
  const days = reading.within(reading.days);
  return reading.kept.hasDays(days) ? days : null;
}

/** What accounts did over days of one's own, as far as that is kept; null: it has to be counted. */
function useOver({ keptUse, scope, days, within }: Reading): ReadonlyMap<string, UseOverDays> | null {
  const asked = within(days);
  return keptUse !== null && keptUse.hasDays(asked) ? keptUse.useOver(scope, asked) : null;
}

function keptEnds(kept: Kept, { scope, untilMs, hasRoster }: Reading, period: PeriodPreset | DayRange): Ends {
  const { silent, young, notInRoster } = kept.leftOut(scope, untilMs);
  return {
    lowestEngagement: kept.lowestAccounts(scope, period, untilMs).map(brief),
    youngAccounts: young,
    silentAccounts: silent,
    notInRosterAccounts: hasRoster ? notInRoster : 0,
  };
}

function brief({ account, name, engagement }: AccountsRow): LowestEngagementRow {
  return { account, name, engagement };
}

/** Every account that the reading can see, by its id, with every column. */
export async function accountRows(reading: Reading): Promise<readonly AccountsRow[]> {
  return withFigures(reading, await plainRows(reading));
}

/** @param use what is kept of it: then active users are those that were sorted by. */
async function withFigures(
  reading: Reading,
  rows: readonly AccountsRow[],
  use: ReadonlyMap<string, UseOverDays> | null = null,
): Promise<readonly AccountsRow[]> {
  const [figures, active, segments] = await Promise.all([
    accountFigures(reading),
    use === null ? reading.distinctUsers({ by: ["account"] }) : [],
    currentSegments(reading),
  ]);
  const activeUsers = new Map([
    ...active.map(({ account = "", users }) => [account, users] as const),
    ...[...(use ?? [])].map(([account, over]) => [account, over.activeUsers] as const),
  ]);
  return rows.map((row) =>
    Object.assign({}, row, columnsOf(figures.get(row.account), activeUsers.get(row.account) ?? 0), {
      segments: segments.account.get(row.account) ?? [],
    }),
  );
}

/**
 * Without the columns that follow from figures.
 * @param use where it is kept; there are no assets then, either, since these would cost more than all the rest.
 */
async function plainRows(
  reading: Reading,
  use: ReadonlyMap<string, UseOverDays> | null = null,
): Promise<readonly AccountsRow[]> {
  if (use !== null) {
    const rows = (await reading.accounts()).map((account) =>
      Object.assign(describe(account), NO_METRICS, columnsOf(undefined, 0), use.get(account.id)),
    );
    return rows.toSorted(byAccount);
  }
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
    .toSorted(byAccount);
}

function byAccount(left: { readonly account: string }, right: { readonly account: string }): number {
  return left.account < right.account ? -1 : 1;
}

async function withAssets(reading: Reading, rows: readonly AccountsRow[]): Promise<readonly AccountsRow[]> {
  const counts = new Map((await reading.assetCounts(["account"])).map((row) => [row.account, row]));
  return rows.map((row) => {
    const { assets = 0, activeAssets = 0 } = counts.get(row.account) ?? {};
    return Object.assign({}, row, { assets, activeAssets });
  });
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
