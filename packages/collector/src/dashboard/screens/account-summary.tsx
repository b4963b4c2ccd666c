import type { AccountsRow } from "../../api/contract.ts";
import { useDashboard } from "../dashboard.ts";
import { formatAgo, formatDate, formatExactTime } from "../format/time.ts";
import { Count, Duration } from "../parts/metric.tsx";

/** One account at a glance: its plan, when it was last seen, and its four totals. */
export function AccountSummary({ row, timeZone }: { readonly row: AccountsRow | null; readonly timeZone: string }) {
  const { now } = useDashboard();
  if (row === null) {
    return (
      <div class="summary">
        <span class="skeleton skeleton-summary" />
      </div>
    );
  }
  const hasData = row.lastReceivedAt !== null;
  return (
    <section class="summary" aria-label={`Totals of ${row.name}`}>
      <dl class="totals">
        <div class="total">
          <dt>Assets</dt>
          <dd>
            <Count value={row.assets} hasData={hasData} />
          </dd>
        </div>
        <div class="total">
          <dt>Active assets</dt>
          <dd>
            <Count value={row.activeAssets} hasData={hasData} />
          </dd>
        </div>
        <div class="total">
          <dt>Engagement</dt>
          <dd>
            <Count value={row.engagement} hasData={hasData} />
          </dd>
        </div>
        <div class="total">
          <dt>Time spent</dt>
          <dd>
            <Duration value={row.activeMs} hasData={hasData} />
          </dd>
        </div>
      </dl>
      <p class="summary-facts">
        <span>
          Plan: <strong>{row.plan ?? "not given"}</strong>
        </span>
        {row.lastReceivedAt === null ? (
          <span>Never sent data</span>
        ) : (
          <time
            dateTime={new Date(row.lastReceivedAt).toISOString()}
            title={formatExactTime(row.lastReceivedAt, timeZone)}
          >
            Last seen {formatAgo(row.lastReceivedAt, now.value)}
          </time>
        )}
        {row.churnedAt !== null && (
          <span class="badge badge-warning">Churned on {formatDate(row.churnedAt, timeZone)}</span>
        )}
        {!row.inRoster && <span class="badge">Not in the roster</span>}
      </p>
    </section>
  );
}
