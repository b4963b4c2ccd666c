import { steadyAccounts } from "./account-signals.ts";
import type { Reading } from "./reading.ts";
import type { MemberUse } from "./uses.ts";

/**
 * Tells whether a use is a quiet lapse: of a core feature, adopted, now cooling, in an account whose active time as a whole
 * hasn't dropped, so that nothing else shows it yet. Where only some of the people are looked at, that is still of everybody
 * there.
 */
export async function quietLapses(reading: Reading): Promise<(use: MemberUse) => boolean> {
  const steady = await steadyAccounts(reading.everybody ?? reading);
  const { features } = reading.definitions;
  return ({ account, feature, stage, living }) =>
    stage === "adopted" && living === "cooling" && features.get(feature)?.core === true && steady.has(account);
}
