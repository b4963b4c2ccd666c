import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";

/** Of which types an asset is active only if it also ran lately; being set up is enough for the others. */
export interface LatelyRule {
  /** The last day that counts. Of answers about many days each is its own last day. */
  readonly day: WorkspaceDay;
  /** On one of so many days, by type; at least 1. */
  readonly withinDays: Readonly<Record<string, number>>;
}

/** Which of the assets that exist, or existed at the end of a day, to count. */
export interface AssetCountsQuery {
  readonly scope: AccountScope;
  readonly account?: string;
  /** Absent: of any. */
  readonly types?: readonly string[];
  /** Which dimensions the rows keep; absent: both. */
  readonly by?: readonly ("account" | "type")[];
  /** As they were at the end of this day; absent: as they are now. */
  readonly asOf?: WorkspaceDay;
  /** Absent: whatever is configured is active. */
  readonly lately?: LatelyRule;
}

export interface AssetCountRow {
  readonly account?: string;
  readonly type?: string;
  readonly assets: number;
  readonly activeAssets: number;
}

/**
 * Which assets to list, and how: those that exist, in an order, one page of them. As of an earlier day they have the runs that
 * were dated up to it, or never, and no `lastRunAt` where the last run came later, since former ones aren't kept.
 */
export interface AssetsQuery extends Pick<AssetCountsQuery, "scope" | "account" | "types" | "asOf" | "lately"> {
  /** Only those that are active, or only the others; absent: both. */
  readonly active?: boolean;
  /** Absent: everything. */
  readonly search?: AssetSearch;
  /** Absent: by name. */
  readonly sort?: AssetOrder;
  /** Also tell how often each ran in these days, as `periodRuns`; to sort by that needs them. */
  readonly runsIn?: DayRange;
  /** Absent: all. */
  readonly limit?: number;
  readonly offset?: number;
  /** Goes on behind the page whose `next` this is, of the same question. */
  readonly after?: string;
  /** Also those that were deleted, as they are now: all of them then, in no order. */
  readonly withDeleted?: boolean;
}

/** What is found: what has the text in its name or id, is of one of the types, or belongs to one of the accounts. */
export interface AssetSearch {
  /** Without case and diacritics, as `foldedText` makes it. */
  readonly text: string;
  readonly types: readonly string[];
  readonly accounts: readonly string[];
}

/**
 * Names (an asset without one has its id), types and accounts sort as `naturalKey` says, others by size, null last. What is
 * equal follows by the age of its account, then by its id and type, all turned round where it descends; of one account by
 * type and id, of one type by name.
 */
export interface AssetOrder {
  readonly by: "name" | "account" | "type" | "runs" | "periodRuns" | "createdAt" | "lastRunAt";
  readonly descending: boolean;
}

export interface AssetsPage {
  /** Found, before `limit` and `offset`; null: not counted again, since the page follows another one. */
  readonly total: number | null;
  readonly rows: readonly AssetRow[];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
}

export interface AssetRow {
  readonly id: string;
  readonly account: string;
  readonly type: string;
  readonly name: string | null;
  readonly createdAt: number | null;
  readonly configured: boolean;
  /** Whether it is configured, and ran lately where its type has to; absent: as `configured` says. */
  readonly active?: boolean;
  /** Of all time, as the host told. */
  readonly runs: number;
  /**
   * How often it ran in the days that were asked for, as far as the host's word of it is of a day; absent: none were. Null: of no
   * run in them is known, and runs of no day may have been in them.
   */
  readonly periodRuns?: number | null;
  readonly lastRunAt: number | null;
  /** Null: it exists. Told where the question is also about those that were deleted. */
  readonly deletedAt?: number | null;
}
