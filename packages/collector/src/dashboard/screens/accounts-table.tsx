import type { AccountsReply, AccountsRow, PeriodName } from "../../api/contract.ts";
import { ChurnBadge } from "../parts/churn-badge.tsx";
import { LastSeen } from "../parts/last-seen.tsx";
import { MetricCell } from "../parts/metric-cell.tsx";
import { SkeletonRows } from "../parts/skeleton-rows.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { TableHead } from "../parts/table-head.tsx";
import { hasDataIn } from "../state/has-data-in.ts";
import { FOUR_METRICS } from "../state/metric-columns.ts";
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
  readonly period: PeriodName | null;
}) {
  return (
    <TableFrame label="Sub-accounts" isOutdated={isOutdated}>
      {/* Roles are spelled out, for as blocks on narrow screens the elements would lose theirs. */}
      <table role="table" class="table accounts-table" aria-busy={reply === null}>
        <TableHead<AccountColumn> metrics={FOUR_METRICS} sort={sort} onSort={onSort} />
        <tbody role="rowgroup">
          {reply === null && <SkeletonRows rows={skeletonRows} columns={1 + FOUR_METRICS.length} />}
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
  readonly period: PeriodName | null;
}) {
  return (
    <tr role="row">
      <th role="rowheader" scope="row" class="name">
        <span class="name-line">
          <a class="name-link" href={viewAddress("/features", { period, account: row.account })}>
            {row.name}
          </a>
          {!row.inRoster && (
            <span class="badge" title="It sends data, but the roster doesn't name it. Push it with PUT /v1/accounts.">
              Not in the roster
            </span>
          )}
          <ChurnBadge row={row} timeZone={timeZone} />
        </span>
        <span class="name-detail">
          {row.plan !== null && <span>{row.plan} · </span>}
          <LastSeen row={row} timeZone={timeZone} />
        </span>
      </th>
      {FOUR_METRICS.map((metric) => (
        <MetricCell
          key={metric.column}
          column={metric}
          value={row[metric.column]}
          hasData={hasDataIn(metric.column, row)}
        />
      ))}
    </tr>
  );
}
