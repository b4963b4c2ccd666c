import type { AccountScope } from "../domain/account-scope.ts";
import type { AccountRow } from "../store/facts.ts";
import { arrange } from "./arrange.ts";
import { ACCOUNT_SORTS, type AccountsReply, type AccountsRow, type LowestEngagementRow } from "./contract.ts";
import { readListQuery } from "./list-query.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { readContext, type ReadParts } from "./reply-head.ts";

const LOWEST_ROWS = 5;
/** A younger account has had no time to engage. */
const LOWEST_MIN_AGE_MS = 14 * 86_400_000;

/** `GET /v1/accounts` */
export async function readAccounts(url: string, scope: AccountScope, parts: ReadParts): Promise<AccountsReply> {
  const query = readListQuery(url, ACCOUNT_SORTS);
  const { head, definitions, within } = await readContext(parts, scope, query.period);
  const [accounts, totals, actions, assets] = await Promise.all([
    parts.facts.accounts(scope),
    parts.facts.totals({ ...within, by: ["account"] }),
    parts.facts.actionTotals({ ...within, by: ["account"] }),
    parts.facts.assetCounts({ scope }),
  ]);
  const key = (row: { readonly account?: string }): string | null => row.account ?? null;
  const metrics = groupMetrics(
    { totals: { rows: totals, key }, actions: { rows: actions, key }, assets: { rows: assets, key } },
    definitions,
  );
  const rows = accounts
    .map((account) => ({ ...describe(account), ...(metrics.get(account.id) ?? NO_METRICS) }))
    .toSorted((left, right) => (left.account < right.account ? -1 : 1));
  return {
    ...head,
    ...arrange(rows, query, {
      texts: ({ name, account }) => [name, account],
      value: (row, by) => row[by],
      defaultSort: { by: "activeMs", descending: true },
    }),
    lowestEngagement: lowestEngagement(rows, createdAtOf(accounts), parts.now()),
    silentAccounts: accounts.filter(({ lastReceivedAtMs }) => lastReceivedAtMs === null).length,
  };
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
