import { areFiltered, type AccountFilters } from "../query/account-filters.ts";
import type { AccountRow } from "../../store/facts.ts";
import type { Reading } from "./reading.ts";

/**
 * The same reading of the accounts that all filters leave, so that every number of a reply is about them.
 */
export async function applyFilters(reading: Reading, filters: AccountFilters): Promise<Reading> {
  if (!areFiltered(filters)) return reading;
  const rows = await reading.accounts();
  const left = rows.filter((account) => holds(account, filters, reading.nowMs));
  return reading.narrow(left.map(({ id }) => id));
}

function holds(account: AccountRow, filters: AccountFilters, nowMs: number): boolean {
  const { accounts, plans, churned } = filters;
  return (
    (accounts === null || accounts.includes(account.id)) &&
    (plans === null || (account.plan !== null && plans.includes(account.plan))) &&
    (churned === null || churned === (account.churnedAt !== null && account.churnedAt <= nowMs))
  );
}
