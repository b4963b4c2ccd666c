import { useDashboard } from "../dashboard.ts";
import { FilterChips } from "../parts/filter-chips.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHeading } from "../parts/page-heading.tsx";
import { QueryProblem } from "../parts/query-problem.tsx";
import { hasDataIn } from "../state/has-data-in.ts";
import { parseSort, sortInAddress } from "../state/sort.ts";
import { FEATURE_COLUMNS, sortFeatures, type FeatureColumn } from "../state/sort-features.ts";
import { carriedFilters, viewAddress } from "../state/view-state.ts";
import { useHead } from "../use-head.ts";
import { useQuery } from "../use-query.ts";
import { useView } from "../use-view.ts";
import { AccountFacts } from "./account-facts.tsx";
import { AccountTotals } from "./account-totals.tsx";
import { FeaturesTable } from "./features-table.tsx";
import { NoMatch } from "./no-accounts.tsx";
import { TopFeatures } from "./top-features.tsx";

const DEFAULT_SORT = { column: "engagement" as FeatureColumn, descending: true };

/** Every feature and how much it is used, by all accounts or by one. */
export function FeaturesScreen() {
  const { client } = useDashboard();
  const { state, address, go } = useView();
  const { account, period } = state;
  const sort = parseSort(state.sort, FEATURE_COLUMNS, DEFAULT_SORT);
  const subject = JSON.stringify(["features", account]);
  const query = useQuery(subject, JSON.stringify([subject, period]), async (signal) => {
    const known = client.features(account, period, signal);
    const [features, accounts] = await Promise.all([
      known,
      // That there is no such account its features say, whichever answer comes first.
      account === null
        ? null
        : client.account(account, period, signal).catch((error: unknown) => known.then(() => Promise.reject(error))),
    ]);
    // The workspace's freshness is in the header; an account's own is beside its name.
    return { features, head: accounts ?? features, row: accounts?.rows[0] ?? null };
  });
  const { reply, isOutdated, error } = query;
  useHead(isOutdated ? null : (reply?.head ?? null), period);

  // Also when it was known a moment ago: what is gone has no numbers.
  const isUnknown = account !== null && error?.status === 404;
  const hasFailed = isUnknown || (error !== null && reply === null);
  // Not the id while the name is on its way: a heading that changes under the reader's eyes is noise.
  const name = reply?.features.account?.name ?? (hasFailed ? account : null);
  const rows = reply === null ? null : sortFeatures(reply.features.rows, sort);
  const hasData = (column: string): boolean => {
    if (account === null) return typeof reply?.features.asOf === "number";
    return reply?.row ? hasDataIn(column, reply.row) : false;
  };
  return (
    <>
      {account !== null && (
        <nav class="breadcrumb" aria-label="Breadcrumb">
          <a href={viewAddress("/accounts", carriedFilters({ ...state, account: null }))}>Sub-accounts</a>
          <span aria-hidden="true">›</span>
          <span aria-current="page">{name ?? "…"}</span>
        </nav>
      )}
      <PageHeading title={account === null ? "Features" : (name ?? "Account")} />
      {account !== null && !hasFailed && (
        <AccountFacts row={reply?.row ?? null} timeZone={reply?.head.timeZone ?? "UTC"} />
      )}
      <FilterChips accountName={name ?? "…"} />
      {isUnknown ? (
        <NoMatch search="" account={account} everything={address({ account: null })} />
      ) : (
        <QueryProblem query={query}>
          {account !== null && (
            <a class="button" href={address({ account: null })}>
              Show all accounts
            </a>
          )}
        </QueryProblem>
      )}
      {!hasFailed && (
        <>
          {account !== null && <AccountTotals row={reply?.row ?? null} />}
          {rows !== null && rows.length === 0 ? (
            <Notice title="No features are defined yet">
              <p>
                Name your product's features in <code>uptake.config.ts</code> and start the collector again: each gets a
                row here, used or not.
              </p>
            </Notice>
          ) : (
            <>
              <TopFeatures rows={rows} />
              <FeaturesTable
                rows={rows}
                hasData={hasData}
                isOutdated={isOutdated}
                sort={sort}
                onSort={(next) => go({ sort: sortInAddress(next, DEFAULT_SORT) })}
              />
            </>
          )}
        </>
      )}
    </>
  );
}
