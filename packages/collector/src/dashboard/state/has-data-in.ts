import type { AccountsRow } from "../../api/contract.ts";

/**
 * Whether a zero of an account is one: engagement may have been told by the server, while how long people were active only
 * browsers know, and who has told of the use that these saw.
 */
export function hasDataIn(column: string, row: Pick<AccountsRow, "lastReceivedAt" | "hasData">): boolean {
  return column === "activeMs" ? row.lastReceivedAt !== null : row.hasData;
}
