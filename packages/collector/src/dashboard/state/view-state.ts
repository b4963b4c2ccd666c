import type { PeriodName } from "../../api/contract.ts";
import { atBase } from "../base-path.ts";

/** Everything that a view shows is in its address, so that any view can be bookmarked and sent to a colleague. */
export interface ViewState {
  /** Null: the workspace's own, as `defaultPeriod` of its definitions says. */
  readonly period: PeriodName | null;
  /** The account that the view is filtered to; null: all. */
  readonly account: string | null;
  readonly search: string;
  /** Whether only accounts are shown that have never sent anything, of those that have not left. */
  readonly silent: boolean;
  /** Column key, with `-` in front for descending; null: the screen's own default. */
  readonly sort: string | null;
  /** Counts from 1. */
  readonly page: number;
  readonly pageSize: PageSize;
}

export type PageSize = 10 | 25 | 100;
export const PAGE_SIZES: readonly PageSize[] = [10, 25, 100];
const DEFAULT_PAGE_SIZE: PageSize = 25;

/** The picker's choices in their order, with what the screen calls them. */
export const PERIODS: readonly { readonly name: PeriodName; readonly label: string }[] = [
  { name: "7d", label: "Last 7 days" },
  { name: "14d", label: "Last 14 days" },
  { name: "30d", label: "Last 30 days" },
  { name: "90d", label: "Last 90 days" },
  { name: "month", label: "This month" },
  { name: "quarter", label: "This quarter" },
  { name: "all", label: "All time" },
];

/** Reads a query string's values. What is missing or makes no sense falls back to its default: old bookmarks must open. */
export function parseViewState(query: Readonly<Record<string, string>>): ViewState {
  const page = Number(query["page"]);
  return {
    period: PERIODS.find(({ name }) => name === query["period"])?.name ?? null,
    account: query["account"] || null,
    search: query["search"] ?? "",
    silent: query["silent"] === "true",
    sort: query["sort"] || null,
    page: Number.isSafeInteger(page) && page >= 1 ? page : 1,
    pageSize: PAGE_SIZES.find((size) => String(size) === query["size"]) ?? DEFAULT_PAGE_SIZE,
  };
}

/**
 * The address of a view, as links have to say it. Defaults are left out, so the same view always has the same address.
 * @param path the view's own, `/accounts`, wherever the collector is mounted.
 */
export function viewAddress(path: string, state: Partial<ViewState>): string {
  const query = new URLSearchParams();
  if (state.period) query.set("period", state.period);
  if (state.account) query.set("account", state.account);
  if (state.search) query.set("search", state.search);
  if (state.silent) query.set("silent", "true");
  if (state.sort) query.set("sort", state.sort);
  if (state.page && state.page > 1) query.set("page", String(state.page));
  if (state.pageSize && state.pageSize !== DEFAULT_PAGE_SIZE) query.set("size", String(state.pageSize));
  const text = query.toString();
  return atBase(text === "" ? path : `${path}?${text}`);
}

/** What goes along to another tab: the filters. Search, order and page belong to the table they were set on. */
export function carriedFilters({ period, account }: ViewState): Partial<ViewState> {
  return { period, account };
}
