import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { lastMomentOfDay } from "../domain/workspace-calendar.ts";
import { COLUMNS_BESIDE_USE } from "./account-columns.ts";
import { accountsWithData } from "./reading/accounts-with-data.ts";
import { plainRows } from "./account-rows.ts";
import type { AccountsReply, AccountsRow } from "./contract.ts";
import type { ListQuery } from "./query/list-query.ts";
import type { Kept, UseOverDays } from "./reading/kept.ts";
import type { Reading } from "./reading/reading.ts";

/** Pages of accounts over days that are over, from what is kept of each of these. */

/** What accounts did over days of one's own, from what is kept of it. */
export interface KeptUse {
  readonly kept: Kept;
  readonly days: DayRange;
  readonly of: (scope: AccountScope) => ReadonlyMap<string, UseOverDays>;
}

/** Null: it has to be counted. */
export function useOver({ keptUse: kept, days: period, within }: Reading): KeptUse | null {
  const days = within(period);
  return kept !== null && kept.hasDays(days) ? { kept, days, of: (scope) => kept.useOver(scope, days) } : null;
}

/** A list's question, in an order. */
type SortedQuery = ListQuery<keyof AccountsRow & string> & {
  readonly sort: NonNullable<ListQuery<keyof AccountsRow & string>["sort"]>;
};

/** What stands beside the rows. */
export type AccountsEnds = Pick<
  AccountsReply,
  "lowestEngagement" | "lowestEngagementTied" | "youngAccounts" | "silentAccounts" | "notInRosterAccounts"
>;

/**
 * One page over days that are over, found by what is kept of these and by what accounts are called; null: it is of too few
 * accounts, a file, or sorted by what has to be worked out as of that day.
 */
export async function pageThen(
  reading: Reading,
  { kept, days, of }: KeptUse,
  { format, search, sort: { by, descending }, limit, offset }: SortedQuery,
) {
  const { scope, lastDay, untilMs, calendar } = reading;
  const isFew = scope.kind === "only" && scope.accounts.length < kept.minAccounts;
  if (isFew || format !== "json" || by === "kind" || isOneOf(by, COLUMNS_BESIDE_USE)) return null;
  const unused = reading.narrow(kept.unusedLately(scope, lastDay));
  const [accountsUnused, withData] = await Promise.all([unused.accounts(), accountsWithData(unused)]);
  const others = accountsUnused.map(({ id, lastReceivedAtMs }) => ({
    account: id,
    lastReceivedAtMs,
    hasData: withData.has(id),
  }));
  const lastMomentOf = (day: WorkspaceDay): number => lastMomentOfDay(day, calendar);
  const order = [{ by, descending }];
  const asked = { scope, days, lastDay, untilMs, lastMomentOf, others, search, order, limit, offset };
  const { total, accounts, lowest, tied, silent, young, notInRoster } = kept.accountsThen(asked);
  const narrow = reading.ofDays(accounts);
  const rows = new Map((await plainRows(narrow, of(narrow.scope))).map((row) => [row.account, row]));
  const ends: AccountsEnds = {
    lowestEngagement: lowest,
    lowestEngagementTied: tied,
    youngAccounts: young,
    silentAccounts: silent,
    notInRosterAccounts: reading.hasRoster ? notInRoster : 0,
  };
  return { total, rows: accounts.flatMap((account) => rows.get(account) ?? []), narrow, ends };
}

function isOneOf<Value>(value: unknown, values: readonly Value[]): value is Value {
  return values.some((one) => one === value);
}
