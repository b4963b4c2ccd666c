import type { DayRange } from "../domain/day.ts";
import { isCompany } from "../domain/subscriptions/company.ts";
import { lowestEngagement } from "../domain/usage/lowest-engagement.ts";
import { COLUMNS_BESIDE_USE, FIGURE_COLUMNS } from "./account-columns.ts";
import { assetsAsTold, plainRows, withAssets, withFigures } from "./account-rows.ts";
import { pageThen, useOver, type AccountsEnds } from "./accounts-then.ts";
import {
  ACCOUNT_COLUMNS,
  ACCOUNT_SORTS,
  type AccountsReply,
  type AccountsRow,
  type LowestEngagementRow,
} from "./contract.ts";
import { addressTemplates, numberAddress, ofAccount } from "./number-address.ts";
import { readListQuery, type ListQuery } from "./query/list-query.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import { OWN_DAYS, type Kept, type KeptPeriodName } from "./reading/kept.ts";
import { assertCountable } from "./reading/awaited.ts";
import type { Reading } from "./reading/reading.ts";
import { answerKept, answerList, answerPage, type LateColumns, type List } from "./tables/list.ts";

const DEFAULT_SORT = { by: "activeMs", descending: true } as const;

export const ACCOUNTS_LIST: List<AccountsRow> = {
  name: "accounts",
  keys: ["account", "name"],
  sorts: ACCOUNT_SORTS,
  columns: ACCOUNT_COLUMNS,
  arrangement: { texts: ({ name, account }) => [name, account], defaultSort: DEFAULT_SORT },
  numbers: {
    assets: ofAccount("assets"),
    activeAssets: ofAccount("activeAssets"),
    activeAssetPercent: ofAccount("activeAssetPercent"),
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
  const page = use === null ? null : await pageThen(reading, use, { ...query, sort: query.sort ?? DEFAULT_SORT });
  if (page === null && needsAllFigures(reading, query)) assertCountable(reading);
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

/** Whether a list that isn't kept costs more than a moment: else its figures are worked out of the rows of the page alone. */
function needsAllFigures(
  { awaited }: Reading,
  { sort, columns, format }: ListQuery<keyof AccountsRow & string>,
): boolean {
  const isFigure = (column: keyof AccountsRow): boolean => FIGURE_COLUMNS.some((figure) => figure === column);
  const isSortedByOne = sort !== null && isFigure(sort.by);
  const isFileOfThem = format !== "json" && (columns === null || columns.some(isFigure));
  return awaited !== "presets" || isSortedByOne || isFileOfThem;
}

/** Where the numbers of a row open. */
export function accountAddresses(
  asked: URLSearchParams,
  { isOfSome }: Pick<Reading, "isOfSome">,
): AccountsReply["addresses"] {
  const { licensedUsers, ...ofPeople } = addressTemplates(asked, ACCOUNTS_LIST.numbers ?? {});
  // Licences are of accounts: of some of the people there are none.
  return { ...ofPeople, ...(licensedUsers !== undefined && !isOfSome && { licensedUsers }) };
}

/** The same, and where those of the list's head open. */
function listAddresses(asked: URLSearchParams, reading: Reading): AccountsReply["addresses"] {
  const ofAll = (number: string): string => numberAddress(asked, { number, subject: {} });
  return {
    ...accountAddresses(asked, reading),
    youngAccounts: ofAll("youngAccounts"),
    silentAccounts: ofAll("silentAccounts"),
    notInRosterAccounts: ofAll("notInRosterAccounts"),
    ...addressTemplates(asked, { "lowestEngagement.engagement": ofAccount("engagement") }),
  };
}

function endsOf({ untilMs, hasRoster }: Reading, rows: readonly AccountsRow[]): AccountsEnds {
  const isListed = ({ inRoster }: AccountsRow): boolean => isCompany({ inRoster, hasRoster });
  const { lowest, tied, silent, young } = lowestEngagement(
    rows.map((row) => ({ ...row, isCompany: isListed(row) })),
    untilMs,
  );
  return {
    lowestEngagement: lowest.map(brief),
    lowestEngagementTied: tied,
    youngAccounts: young.length,
    silentAccounts: silent.length,
    notInRosterAccounts: rows.filter((row) => !isListed(row)).length,
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

function keptEnds({ kept, period }: KeptList, { scope, untilMs, hasRoster }: Reading): AccountsEnds {
  const { silent, young, notInRoster } = kept.leftOut(scope, untilMs);
  const { lowest, tied } = kept.lowestAccounts(scope, period, untilMs);
  return {
    lowestEngagement: lowest.map(brief),
    lowestEngagementTied: tied,
    youngAccounts: young,
    silentAccounts: silent,
    notInRosterAccounts: hasRoster ? notInRoster : 0,
  };
}

function brief({ account, name, engagement }: AccountsRow): LowestEngagementRow {
  return { account, name, engagement };
}
