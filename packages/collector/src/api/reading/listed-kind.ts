import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import { isCompany, type ListedKind } from "../../domain/subscriptions/company.ts";
import type { AccountRow } from "../../store/facts.ts";
import type { Reading } from "./reading.ts";

/** Among which accounts of a reading one counts, as of its last day. */
export function listedKind(
  { hasRoster, untilMs }: Pick<Reading, "hasRoster" | "untilMs">,
  account: AccountRow,
): ListedKind {
  return isCompany({ inRoster: account.inRoster, hasRoster }) ? accountKind(account, untilMs) : "notInRoster";
}
