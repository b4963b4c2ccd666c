import type { AccountScope } from "../../../domain/account-scope.ts";
import type { KeyLookup } from "./key-lookup.ts";

/** How some accounts are found in a table: each by itself, so that they cost what they are, however many there are. */

/** The parameter `:accounts` of a question, a JSON list of integers. It is left out where the question is about all there are. */
export function accountsParameter(
  lookup: KeyLookup,
  { scope, account, user }: { readonly scope: AccountScope; readonly account?: string; readonly user?: string },
): { readonly accounts?: string } {
  const asked = lookup.accountIds({
    scope,
    ...(account !== undefined && { account }),
    ...(user !== undefined && { user }),
  });
  return asked === null ? {} : { accounts: JSON.stringify(asked) };
}

/**
 * The rows of a table that is clustered, or has an index, by account: those of `:accounts`, or everybody's.
 * @param as the table's name in the rest of the SQL.
 */
export function rowsOfAccounts(table: string, someAccounts: boolean, as: string = table): string {
  const named = `${table} AS ${as}`;
  return someAccounts ? `json_each(:accounts) AS asked CROSS JOIN ${named} ON ${as}.account = asked.value` : named;
}

/** The same of a table that is clustered by day and account, on the days of {@link daysOf}, which the query begins with. */
export function rowsOfAccountDays(table: string, as: string = table): string {
  return `days CROSS JOIN json_each(:accounts) AS asked
    CROSS JOIN ${table} AS ${as} ON ${as}.day = days.day AND ${as}.account = asked.value`;
}

/**
 * The days from `:from` to `:to` that a table, clustered by day, has rows for. With the days as a list, some accounts are
 * read in one short range each, instead of everybody's rows of the whole period. The smallest table that has all the days
 * tells them soonest.
 */
export function daysOf(table: string): string {
  return `
    WITH RECURSIVE days (day) AS (
      SELECT min(day) FROM ${table} WHERE day BETWEEN :from AND :to
      UNION ALL
      SELECT (SELECT min(next.day) FROM ${table} AS next WHERE next.day > days.day AND next.day <= :to)
      FROM days WHERE days.day IS NOT NULL
    )`;
}
