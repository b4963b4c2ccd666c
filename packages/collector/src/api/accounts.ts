import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { endOfDay } from "../domain/workspace-calendar.ts";
import { isCompany } from "../domain/subscriptions/company.ts";
import { lowestEngagement } from "../domain/usage/lowest-engagement.ts";
import type { AccountRow } from "../store/facts.ts";
import { accountEngagements } from "./reading/account-engagement.ts";
import { COLUMNS_BESIDE_USE, FIGURE_COLUMNS, figureColumns } from "./account-columns.ts";
import { accountFigures } from "./reading/account-figures.ts";
import {
  ACCOUNT_COLUMNS,
  ACCOUNT_SORTS,
  type AccountsReply,
  type AccountsRow,
  type LowestEngagementRow,
} from "./contract.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { addressTemplates, numberAddress, ofAccount } from "./number-address.ts";
import { readListQuery, type ListQuery } from "./query/list-query.ts";
import { areAssetsTold } from "./reading/assets-told.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import { OWN_DAYS, type Kept, type KeptPeriodName, type UseOverDays } from "./reading/kept.ts";
import { assertCountable } from "./reading/own-days.ts";
import type { Reading } from "./reading/reading.ts";
import { currentSegments } from "./reading/segments.ts";
import { answerKept, answerList, answerPage, type LateColumns, type List } from "./tables/list.ts";

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
    productEngagementScore: ofAccount("productEngagementScore"),
  },
};

/** `GET /v1/accounts` */
export async function readAccounts(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, ACCOUNTS_LIST, request.accept);
  const reading = await readingOfPeople(request);
  const { scope } = reading;
  const found = keptList(reading);
  const addresses = listAddresses(request.parameters, reading);
  const asTold = await assetsAsTold(reading);
  if (found !== null) {
    const question = { ...found, list: "accounts", scope, order: [], complete: asTold } as const;
    return answerKept(ACCOUNTS_LIST, question, query, {
      ...reading.head,
      countedAt: found.kept.countedAtMs,
      ...keptEnds(found, reading),
      addresses,
    });
  }
  const use = useOver(reading);
  const head = { ...reading.head, countedAt: use?.kept.countedAtMs ?? null, addresses };
  const page = use === null ? null : await pageThen(reading, use, query);
  if (page === null) assertCountable(reading);
  const late: LateColumns<AccountsRow> = {
    columns: use === null ? FIGURE_COLUMNS : COLUMNS_BESIDE_USE,
    async complete(some) {
      const narrow = page?.narrow ?? reading.narrow(some.map(({ account }) => account));
      if (use === null) return withFigures(narrow, some);
      return (await withAssets(narrow, await withFigures(narrow, some, use.of(narrow.scope)))).map(asTold);
    },
  };
  if (page !== null) {
    const { total, rows, ends } = page;
    return answerPage(ACCOUNTS_LIST, { total, rows: rows.map(asTold) }, query, { ...head, ...ends }, late);
  }
  const rows = (await plainRows(reading, use?.of(scope))).map(asTold);
  return answerList(ACCOUNTS_LIST, rows, query, { ...head, ...endsOf(reading, rows) }, late);
}

/**
 * One page over days that are over, found by what is kept of these and by what accounts are called; null: it is of too few
 * accounts, a file, or sorted by what has to be worked out as of that day.
 */
async function pageThen(
  reading: Reading,
  { kept, days, of }: KeptUse,
  { format, search, sort, limit, offset }: ListQuery<keyof AccountsRow & string>,
) {
  const { scope, lastDay, untilMs, calendar } = reading;
  const { by, descending } = sort ?? ACCOUNTS_LIST.arrangement.defaultSort ?? { by: "account", descending: false };
  const isFew = scope.kind === "only" && scope.accounts.length < kept.minAccounts;
  if (isFew || format !== "json" || isOneOf(by, COLUMNS_BESIDE_USE)) return null;
  const unused = await reading.narrow(kept.unusedLately(scope, lastDay)).accounts();
  const others = new Map(unused.map(({ id, lastReceivedAtMs }) => [id, lastReceivedAtMs]));
  const endOf = (day: WorkspaceDay): number => endOfDay(day, calendar);
  const order = [{ by, descending }];
  const asked = { scope, days, lastDay, untilMs, endOf, others, search, order, limit, offset };
  const { total, accounts, lowest, silent, young, notInRoster } = kept.accountsThen(asked);
  const narrow = reading.narrow(accounts);
  const rows = new Map((await plainRows(narrow, of(narrow.scope))).map((row) => [row.account, row]));
  const ends: Ends = {
    lowestEngagement: lowest,
    youngAccounts: young,
    silentAccounts: silent,
    notInRosterAccounts: reading.hasRoster ? notInRoster : 0,
  };
  return { total, rows: accounts.flatMap((account) => rows.get(account) ?? []), narrow, ends };
}

function isOneOf<Value>(value: unknown, values: readonly Value[]): value is Value {
  return values.some((one) => one === value);
}

/** Where the numbers of a row open. */
export function accountAddresses(asked: URLSearchParams): AccountsReply["addresses"] {
  return addressTemplates(asked, ACCOUNTS_LIST.numbers ?? {});
}

/** The same, and where those of the list's head open. */
function listAddresses(asked: URLSearchParams, { isOfSome }: Reading): AccountsReply["addresses"] {
  const ofAll = (number: string): string => numberAddress(asked, { number, subject: {} });
  const { licensedUsers, ...ofPeople } = accountAddresses(asked);
  return {
    ...ofPeople,
    // Licences are of accounts: of some of the people there are none.
    ...(licensedUsers !== undefined && !isOfSome && { licensedUsers }),
    youngAccounts: ofAll("youngAccounts"),
    silentAccounts: ofAll("silentAccounts"),
    notInRosterAccounts: ofAll("notInRosterAccounts"),
    ...addressTemplates(asked, { "lowestEngagement.engagement": ofAccount("engagement") }),
  };
}

type Ends = Pick<AccountsReply, "lowestEngagement" | "youngAccounts" | "silentAccounts" | "notInRosterAccounts">;

function endsOf({ untilMs, hasRoster }: Reading, rows: readonly AccountsRow[]): Ends {
  const { lowest, silent, young } = lowestEngagement(rows, untilMs);
  return {
    lowestEngagement: lowest.map(brief),
    youngAccounts: young.length,
    silentAccounts: silent.length,
    notInRosterAccounts: rows.filter(({ inRoster }) => !isCompany({ inRoster, hasRoster })).length,
  };
}

/** What is kept of the list, and its period in it, or its days. */
interface KeptList {
  readonly kept: Kept;
  readonly period: KeptPeriodName | DayRange;
}

/** What the list can be answered from; null: it has to be counted. */
function keptList({ kept, keptPeriod, days: period, within }: Reading): KeptList | null {
  // What is kept of each day is newer than days of one's own.
  const days = keptPeriod === null || keptPeriod.period === OWN_DAYS ? within(period) : null;
  return kept !== null && days !== null && kept.hasDays(days) ? { kept, period: days } : keptPeriod;
}

/** What accounts did over days of one's own, from what is kept of it. */
interface KeptUse {
  readonly kept: Kept;
  readonly days: DayRange;
  readonly of: (scope: AccountScope) => ReadonlyMap<string, UseOverDays>;
}

/** Null: it has to be counted. */
function useOver({ keptUse: kept, days: period, within }: Reading): KeptUse | null {
  const days = within(period);
  return kept !== null && kept.hasDays(days) ? { kept, days, of: (scope) => kept.useOver(scope, days) } : null;
}

function keptEnds({ kept, period }: KeptList, { scope, untilMs, hasRoster }: Reading): Ends {
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

/** Where the host has told of no asset of the workspace, how many an account has isn't known, rather than 0. */
export async function assetsAsTold(reading: Reading): Promise<(row: AccountsRow) => AccountsRow> {
  const isTold = await areAssetsTold(reading);
  return (row) => (isTold ? row : Object.assign({}, row, { assets: null, activeAssets: null }));
}

/**
 * Every account that the reading can see, by its id, with every column: of assets 0 also where nobody has told of any, which
 * {@link assetsAsTold} knows.
 */
export async function accountRows(reading: Reading): Promise<readonly AccountsRow[]> {
  return withFigures(reading, await plainRows(reading));
}

/** @param use what is kept of it: then active users are those that were sorted by. */
async function withFigures(
  reading: Reading,
  rows: readonly AccountsRow[],
  use: ReadonlyMap<string, UseOverDays> | null = null,
): Promise<readonly AccountsRow[]> {
  const [figures, engagements, active, segments] = await Promise.all([
    accountFigures(reading),
    accountEngagements(reading),
    use === null ? reading.distinctUsers({ by: ["account"] }) : [],
    currentSegments(reading),
  ]);
  const activeUsers = new Map([
    ...active.map(({ account = "", users }) => [account, users] as const),
    ...[...(use ?? [])].map(([account, over]) => [account, over.activeUsers] as const),
  ]);
  return rows.map((row) =>
    Object.assign({}, row, figureColumns(figures.get(row.account), activeUsers.get(row.account) ?? 0), {
      productEngagementScore: engagements?.get(row.account)?.score ?? null,
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
      Object.assign(describe(account), NO_METRICS, figureColumns(undefined, 0), use.get(account.id)),
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
    .map((account) =>
      Object.assign(describe(account), metrics.get(account.id) ?? NO_METRICS, figureColumns(undefined, 0)),
    )
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
