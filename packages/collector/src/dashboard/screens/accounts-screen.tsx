import type { AccountsReply } from "../../api/contract.ts";
import { useDashboard } from "../dashboard.ts";
import { FilterChips } from "../parts/filter-chips.tsx";
import { PageHeading } from "../parts/page-heading.tsx";
import { Pagination } from "../parts/pagination.tsx";
import { QueryProblem } from "../parts/query-problem.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { pageRange } from "../state/page.ts";
import { formatSort, parseSort, sortInAddress } from "../state/sort.ts";
import type { ViewState } from "../state/view-state.ts";
import { useHead } from "../use-head.ts";
import { useQuery } from "../use-query.ts";
import { useView } from "../use-view.ts";
import { ACCOUNT_COLUMNS, AccountsTable, type AccountColumn } from "./accounts-table.tsx";
import { LowestEngagement } from "./lowest-engagement.tsx";
import { NoAccounts, NoMatch, PastEnd } from "./no-accounts.tsx";

const DEFAULT_SORT = { column: "name" as AccountColumn, descending: false };
const TABLE_ID = "accounts";

/** Every account with its four metrics, and above them the five that need attention first. */
export function AccountsScreen() {
  const { client } = useDashboard();
  const { state, address, go } = useView();
  const { account, period, search, silent, page, pageSize } = state;
  const sort = parseSort(state.sort, ACCOUNT_COLUMNS, DEFAULT_SORT);
  const { offset, first, last } = pageRange(page, pageSize, Number.MAX_SAFE_INTEGER);
  const question = {
    period,
    search,
    ...(silent && { silent }),
    sort: formatSort(sort),
    limit: pageSize,
    offset,
  };
  const query = useQuery<AccountsReply>("accounts", JSON.stringify([account, question]), (signal) =>
    account === null ? client.accounts(question, signal) : client.account(account, period, signal),
  );
  const { reply, isOutdated, error } = query;
  useHead(isOutdated ? null : reply, period);

  const isEmpty = reply !== null && !isOutdated && reply.total === 0;
  const hasNoAccounts = isEmpty && account === null && search === "" && !silent;
  const isBeyondEnd = reply !== null && reply.rows.length === 0 && reply.total > 0;
  return (
    <>
      <PageHeading title="Sub-accounts">
        {account === null && !hasNoAccounts && (
          <SearchBox
            label="Search name or id"
            value={search}
            onSearch={(text) => go({ search: text, page: 1 }, true)}
          />
        )}
      </PageHeading>
      <FilterChips accountName={isOutdated || reply === null ? "…" : (reply.rows[0]?.name ?? account ?? "")} />
      <QueryProblem query={query} />
      {hasNoAccounts && <NoAccounts />}
      {!hasNoAccounts && !(error !== null && reply === null) && (
        <>
          {/* None of those that never sent anything can be ranked. */}
          {!silent && <LowestEngagement reply={reply} state={state} />}
          {isBeyondEnd && <PastEnd firstPage={address({ page: 1 })} />}
          {isEmpty && (
            <NoMatch
              search={search}
              account={account}
              everything={address({ search: "", account: null, silent: false, page: 1 })}
            />
          )}
          {!isEmpty && !isBeyondEnd && (
            <div id={TABLE_ID} class="table-block">
              <AccountsTable
                reply={reply}
                isOutdated={isOutdated}
                skeletonRows={account === null ? Math.min(last - first + 1, 25) : 1}
                sort={sort}
                onSort={(next) => go({ sort: sortInAddress(next, DEFAULT_SORT), page: 1 })}
                period={period}
              />
              {account === null && reply !== null && (
                <Pagination
                  page={page}
                  pageSize={pageSize}
                  total={reply.total}
                  address={(other: ViewState["page"]) => address({ page: other })}
                  onPageSize={(size) => go({ pageSize: size, page: 1 })}
                />
              )}
            </div>
          )}
        </>
      )}
    </>
  );
}
