import type { AccountsReply, AccountsRow, PeriodName } from "../../api/contract.ts";
import { formatDate } from "../format/time.ts";
import { LastSeen } from "../parts/last-seen.tsx";
import { Count, Duration } from "../parts/metric.tsx";
import { SkeletonRows } from "../parts/skeleton-rows.tsx";
import { SortHeader } from "../parts/sort-header.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import type { Sort } from "../state/sort.ts";
import { viewAddress } from "../state/view-state.ts";

/** What the accounts can be ordered by; the last has no column, the link to silent accounts uses it. */
export const ACCOUNT_COLUMNS = ["name", "assets", "activeAssets", "engagement", "activeMs", "lastReceivedAt"] as const;
export type AccountColumn = (typeof ACCOUNT_COLUMNS)[number];

/** One row an account: name, assets, active assets, engagement, time spent. */
export function AccountsTable({
  reply,
  isOutdated,
  skeletonRows,
  sort,
  onSort,
  period,
}: {
  /** Null while there is nothing to show yet. */
  readonly reply: AccountsReply | null;
  readonly isOutdated: boolean;
  readonly skeletonRows: number;
  readonly sort: Sort<AccountColumn>;
  readonly onSort: (sort: Sort<AccountColumn>) => void;
  readonly period: PeriodName;
}) {
  const header = { sort, onSort };
  return (
    <TableFrame label="Sub-accounts" isOutdated={isOutdated}>
      <table class="table accounts-table" aria-busy={reply === null}>
        <thead>
          <tr>
            <SortHeader column="name" label="Name" isNumber={false} hint="The account's name" {...header} />
            <SortHeader column="assets" label="Assets" hint="What the account has created" {...header} />
            <SortHeader
              column="activeAssets"
              label="Active assets"
              hint="Assets that are set up and working"
              {...header}
            />
            <SortHeader column="engagement" label="Engagement" hint="Actions of value in the period" {...header} />
            <SortHeader column="activeMs" label="Time spent" hint="Active time in the period" {...header} />
          </tr>
        </thead>
        <tbody>
          {reply === null && <SkeletonRows rows={skeletonRows} columns={5} />}
          {reply?.rows.map((row) => (
            <Row key={row.account} row={row} timeZone={reply.timeZone} period={period} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row({
  row,
  timeZone,
  period,
}: {
  readonly row: AccountsRow;
  readonly timeZone: string;
  readonly period: PeriodName;
}) {
  const hasData = row.lastReceivedAt !== null;
  return (
    <tr>
      <th scope="row" class="name">
        <span class="name-line">
          <a class="name-link" href={viewAddress("/features", { period, account: row.account })}>
            {row.name}
          </a>
          {!row.inRoster && (
            <span class="badge" title="It sends data, but the roster doesn't name it. Push it with PUT /v1/accounts.">
              Not in the roster
            </span>
          )}
          {row.churnedAt !== null && (
            <span class="badge badge-warning" title={`Churned on ${formatDate(row.churnedAt, timeZone)}`}>
              Churned
            </span>
          )}
        </span>
        <span class="name-detail">
          {row.plan !== null && <span>{row.plan} · </span>}
          <LastSeen atMs={row.lastReceivedAt} timeZone={timeZone} />
        </span>
      </th>
      <td class="number">
        <Count value={row.assets} hasData={hasData} />
      </td>
      <td class="number">
        <Count value={row.activeAssets} hasData={hasData} />
      </td>
      <td class="number">
        <Count value={row.engagement} hasData={hasData} />
      </td>
      <td class="number">
        <Duration value={row.activeMs} hasData={hasData} />
      </td>
    </tr>
  );
}
