import type { AccountRow } from "../store/facts.ts";
import { figureColumns } from "./account-columns.ts";
import type { AccountsRow } from "./contract.ts";
import { groupMetrics, NO_METRICS, withShare } from "./metrics.ts";
import { accountEngagements } from "./reading/account-engagement.ts";
import { accountFigures } from "./reading/account-figures.ts";
import { accountsWithData } from "./reading/accounts-with-data.ts";
import { areAssetsTold } from "./reading/assets-told.ts";
import type { UseOverDays } from "./reading/kept.ts";
import { listedKind } from "./reading/listed-kind.ts";
import type { Reading } from "./reading/reading.ts";
import { currentSegments } from "./reading/segments.ts";

/** The rows of accounts, as every list and page has them. */

/** Nobody knows of any. */
const NO_ASSETS = { assets: null, activeAssets: null, activeAssetPercent: null } as const;

/** Where the host has told of no asset of the workspace, how many an account has isn't known, rather than 0. */
export async function assetsAsTold(reading: Reading): Promise<(row: AccountsRow) => AccountsRow> {
  const isTold = await areAssetsTold(reading);
  return (row) => (isTold ? row : Object.assign({}, row, NO_ASSETS));
}

/**
 * Every account that the reading can see, by its id, with every column: of assets 0 also where nobody has told of any, which
 * {@link assetsAsTold} knows.
 */
export async function accountRows(reading: Reading): Promise<readonly AccountsRow[]> {
  return withFigures(reading, await plainRows(reading));
}

/** @param use what is kept of it: then active users are those that were sorted by. */
export async function withFigures(
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
export async function plainRows(
  reading: Reading,
  use: ReadonlyMap<string, UseOverDays> | null = null,
): Promise<readonly AccountsRow[]> {
  const withData = await accountsWithData(reading);
  const describe = ({ id, name, lastReceivedAtMs, ...told }: AccountRow) => ({
    ...told,
    account: id,
    name: name ?? id,
    lastReceivedAt: lastReceivedAtMs,
    hasData: withData.has(id),
    kind: listedKind(reading, { id, name, lastReceivedAtMs, ...told }),
  });
  if (use !== null) {
    const rows = (await reading.accounts()).map((account) =>
      Object.assign(describe(account), withShare(NO_METRICS), figureColumns(undefined, 0), use.get(account.id)),
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
      Object.assign(describe(account), withShare(metrics.get(account.id) ?? NO_METRICS), figureColumns(undefined, 0)),
    )
    .toSorted(byAccount);
}

function byAccount(left: { readonly account: string }, right: { readonly account: string }): number {
  return left.account < right.account ? -1 : 1;
}

export async function withAssets(reading: Reading, rows: readonly AccountsRow[]): Promise<readonly AccountsRow[]> {
  const counts = new Map((await reading.assetCounts(["account"])).map((row) => [row.account, row]));
  return rows.map((row) => {
    const { assets = 0, activeAssets = 0 } = counts.get(row.account) ?? {};
    return Object.assign({}, row, withShare({ assets, activeAssets }));
  });
}
