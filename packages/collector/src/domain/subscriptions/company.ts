import type { AccountKind } from "./account-standing.ts";

/** Whether an account counts among the companies, or only turned up in a browser. */
export interface Listing {
  /** Whether the host has told of this account. */
  readonly inRoster: boolean;
  /** Whether it has told of any account at all. */
  readonly hasRoster: boolean;
}

/** What a row says an account is: an account that only turned up is shown, and is no company. */
export type ListedKind = AccountKind | "notInRoster";

/**
 * Whether an account is one of the companies: the host has told of it, or of none at all. Anybody can make an account up in
 * a browser, so once there is a roster, accounts that aren't in it are shown as seen, and are in no count or rate of
 * companies. They may well be customers of whom the host hasn't told yet, so they are told apart.
 */
export function isCompany({ inRoster, hasRoster }: Listing): boolean {
  return inRoster || !hasRoster;
}
