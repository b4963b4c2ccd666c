import { ACCOUNT_SORTS, USER_SORTS } from "../api/contract.ts";
import { ATTENTION_SORTS, COVERAGE_SORTS } from "../api/openapi/attention-shape.ts";
import type { KeptListName } from "../api/reading/kept.ts";

/** How a list is kept. Only names of this file ever become part of SQL. */
export interface KeptList {
  /** Columns to sort by, whatever the period. */
  readonly sorts: readonly string[];
  /** Columns that each period has its own of. */
  readonly periodColumns: readonly string[];
  /** Columns of yes and no, 1 and 0, by which some rows are told from others. */
  readonly flags: readonly string[];
}

const ACCOUNT_USE = ["engagement", "activeMs", "visits", "activeUsers"];
const USER_USE = ["engagement", "activeMs", "visits"];

/** The lists that are kept whole. */
export const KEPT_LISTS: Readonly<Record<KeptListName, KeptList>> = {
  accounts: {
    sorts: ACCOUNT_SORTS.filter((sort) => !ACCOUNT_USE.includes(sort)),
    periodColumns: ACCOUNT_USE,
    flags: ["hasData"],
  },
  users: { sorts: USER_SORTS.filter((sort) => !USER_USE.includes(sort)), periodColumns: USER_USE, flags: [] },
  attention: { sorts: ATTENTION_SORTS, periodColumns: [], flags: [] },
  coverage: { sorts: COVERAGE_SORTS, periodColumns: [], flags: [] },
};
