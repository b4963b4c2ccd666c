import { droppedAccounts } from "./account-signals.ts";
import { memberEligibility } from "./eligibility.ts";
import type { Reading } from "./reading.ts";
import type { MemberUse } from "./uses.ts";

/**
 * Tells whether a use is a quiet lapse: of a core feature, adopted, now cooling, by somebody who counts in the feature's
 * adoption rate, in an account whose active time as a whole hasn't dropped, so that nothing else shows it yet. Where only some
 * of the people are looked at, that is still of everybody there.
 */
export async function quietLapses(reading: Reading): Promise<(use: MemberUse) => boolean> {
  const [dropped, { ineligibilityOf }] = await Promise.all([
    droppedAccounts(reading.everybody ?? reading),
    memberEligibility(reading),
  ]);
  return ({ account, user, stage, living, definition }) =>
    stage === "adopted" &&
    living === "cooling" &&
    definition.core &&
    !dropped.has(account) &&
    ineligibilityOf(definition, account, user) === null;
}
