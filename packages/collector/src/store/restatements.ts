import type { ActiveMs } from "@uptake/tracker/protocol";
import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";

/**
 * By how much days have changed after they had closed, which a day has when the next has begun: by what browsers sent late,
 * by use that a host told, or told anew, afterwards, and by what was taken out. What is forgotten by age restates nothing, and
 * nothing the store does for itself changes a sum.
 */
export interface Restatements {
  /** By day, and of one day by when it was found. */
  restatements(query: RestatementsQuery): Promise<readonly RestatementRow[]>;
}

export interface RestatementsQuery {
  readonly scope: AccountScope;
  readonly account?: string;
  /** The days that have changed. Absent: all. */
  readonly days?: DayRange;
}

/** The sum of one day's findings about one account and day. */
export interface RestatementRow {
  readonly account: string;
  /** By the days of the time zone in which it was found. */
  readonly day: WorkspaceDay;
  readonly foundDay: WorkspaceDay;
  /** Less than 0 where more was taken out than came. */
  readonly activeMs: ActiveMs;
  readonly visits: number;
}
