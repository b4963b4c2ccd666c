import type { AccountsRow } from "../../api/contract.ts";

/**
 * Whether a zero of an account is one: engagement may have been told by the server as actions, while who used what, and for how
 * long, only browsers know, or whoever has told of use.
 */
export function hasDataIn(column: string, row: Pick<AccountsRow, "lastReceivedAt" | "hasData">): boolean {
  return column === "engagement" ? row.hasData : row.lastReceivedAt !== null;
}
