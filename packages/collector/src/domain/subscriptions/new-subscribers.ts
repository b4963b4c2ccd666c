import { isoDate } from "../period/calendar-date.ts";
import { dayOf, type WorkspaceCalendar } from "../workspace-calendar.ts";
import type { AccountStanding } from "./account-standing.ts";
import type { Period } from "./churn.ts";

/** Months that a screen shows. */
export const SUBSCRIBER_MONTHS = 12;

/** Who began to pay by subscription in a month. */
export interface MonthOfSubscribers {
  /** Of the workspace's calendar, such as `2026-11`. */
  readonly month: string;
  readonly accounts: readonly string[];
}

/**
 * New subscribers of each month, after GoCSM's "number of new SaaS subscribers each month", up to now, oldest first,
 * months without any included. Who is only trying isn't one.
 * @param months how many, this one among them.
 * @param nowMs Unix ms.
 */
export function newSubscribersByMonth(
  accounts: readonly AccountStanding[],
  months: number,
  nowMs: number,
  calendar: WorkspaceCalendar,
): readonly MonthOfSubscribers[] {
  const begun = accounts.flatMap((account) => {
    const at = subscribedAt(account);
    return at === null || at > nowMs ? [] : [{ id: account.id, month: monthOf(at, calendar) }];
  });
  return lastMonths(months, monthOf(nowMs, calendar)).map((month) => ({
    month,
    accounts: begun.filter((one) => one.month === month).map(({ id }) => id),
  }));
}

/** Those who began to pay by subscription in a period. */
export function newSubscribersIn(accounts: readonly AccountStanding[], { fromMs, toMs }: Period): readonly string[] {
  return accounts
    .filter((account) => {
      const at = subscribedAt(account);
      return at !== null && at >= fromMs && at < toMs;
    })
    .map(({ id }) => id);
}

/** When an account began to pay by subscription, Unix ms; null: it didn't. */
function subscribedAt({ subscription, subscriptionStartedAt }: AccountStanding): number | null {
  return subscription === "trialing" || subscription === "none" ? null : subscriptionStartedAt;
}

function monthOf(at: number, calendar: WorkspaceCalendar): string {
  return isoDate(dayOf(at, calendar)).slice(0, 7);
}

function lastMonths(count: number, last: string): readonly string[] {
  const [year = 0, month = 0] = last.split("-").map(Number);
  return Array.from({ length: count }, (_, index) => {
    const number = year * 12 + (month - 1) - (count - 1 - index);
    return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
  });
}
