import type { PageSize } from "./view-state.ts";

/** Where a page lies in a list. */
export interface PageRange {
  /** Rows before the page. */
  readonly offset: number;
  /** First and last row on the page, counted from 1; both 0 when the list is empty. */
  readonly first: number;
  readonly last: number;
  readonly pages: number;
}

/** The range of a page, counted from 1. A page beyond the end is empty: `first` is then above `last`. */
export function pageRange(page: number, pageSize: PageSize, total: number): PageRange {
  const offset = (page - 1) * pageSize;
  return {
    offset,
    first: total === 0 ? 0 : offset + 1,
    last: Math.min(offset + pageSize, total),
    pages: Math.max(1, Math.ceil(total / pageSize)),
  };
}
