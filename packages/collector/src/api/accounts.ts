import type { AccountRow } from "../store/facts.ts";
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
import type { Reading } from "./reading/reading.ts";
import { answerList, type List } from "./tables/list.ts";

const LOWEST_ROWS = 5;
/** A younger account has had no time to engage. */
const LOWEST_MIN_AGE_MS = 14 * 86_400_000;

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
  const [accounts, rows] = await Promise.all([reading.accounts(), accountRows(reading)]);
  const head: Omit<AccountsReply, "total" | "rows"> = {
    ...reading.head,
    lowestEngagement: lowestEngagement(rows, createdAtOf(accounts), reading.nowMs),
    silentAccounts: accounts.filter(({ lastReceivedAtMs }) => lastReceivedAtMs === null).length,
  };
  return answerList(ACCOUNTS, rows, query, head);
}

/** Every account that the reading can see, by its id. */
export async function accountRows(reading: Reading): Promise<readonly AccountsRow[]> {
  const [accounts, totals, actions, assets] = await Promise.all([
    reading.accounts(),
    reading.totals({ by: ["account"] }),
    reading.actionTotals({ by: ["account"] }),
    reading.assetCounts(),
  ]);
  const key = (row: { readonly account?: string }): string | null => row.account ?? null;
  const metrics = groupMetrics(
    { totals: { rows: totals, key }, actions: { rows: actions, key }, assets: { rows: assets, key } },
    reading.definitions,
  );
  return accounts
    .map((account) => Object.assign(describe(account), metrics.get(account.id) ?? NO_METRICS))
    .toSorted((left, right) => (left.account < right.account ? -1 : 1));
}
function describe({
  id,
  name,
  plan,
  inRoster,
  churnedAt,
  lastReceivedAtMs,
}: AccountRow): Omit<AccountsRow, keyof typeof NO_METRICS> {
  return { account: id, name: name ?? id, plan, inRoster, churnedAt, lastReceivedAt: lastReceivedAtMs };
}

function createdAtOf(accounts: readonly AccountRow[]): ReadonlyMap<string, number | null> {
  return new Map(accounts.map(({ id, createdAt }) => [id, createdAt]));
}

/** Of accounts that can be seen and have had time. One whose age nobody told counts as old: better shown than hidden. */
function lowestEngagement(
  rows: readonly AccountsRow[],
  createdAt: ReadonlyMap<string, number | null>,
  nowMs: number,
): readonly LowestEngagementRow[] {
  return rows
    .filter(({ account, lastReceivedAt, churnedAt }) => {
      const isChurned = churnedAt !== null && churnedAt <= nowMs;
      return lastReceivedAt !== null && !isChurned && nowMs - (createdAt.get(account) ?? 0) > LOWEST_MIN_AGE_MS;
    })
    .toSorted((left, right) => left.engagement - right.engagement)
    .slice(0, LOWEST_ROWS)
    .map(({ account, name, engagement }) => ({ account, name, engagement }));
}
