import { slotOf, type ActiveMs } from "@uptake/tracker/protocol";
import type { BackfillRow } from "../store/facts.ts";
import type { DemoMember } from "./company.ts";
import { clockZeroMs, type LocalDay } from "./working-days.ts";

/** Active time under the four idle limits, against that under 60 s. */
const LIMIT_SHARES = [0.84, 1, 1.03, 1.06] as const;

/** Most active time of one row under the workspace's limit: leaves room for the longer limits in the slot. */
const MAX_ROW_MS = 690_000;

const FIRST_MINUTE = 555;
const LAST_MINUTE = 1_410;

/**
 * The rows of a member's script, exact under the workspace's idle limit. Every stay begins in a slot of its own, so that
 * a person's day never holds more than there is time.
 */
export function* scriptedRows(
  { account, user, habits }: DemoMember,
  idleLimitIndex: number,
): Generator<BackfillRow, void, undefined> {
  const nextSlots = new Map<LocalDay, number>();
  for (const { day, feature, activeMs, actions } of habits.script) {
    const zeroMs = clockZeroMs(account.calendar, day);
    let slot = nextSlots.get(day) ?? slotOf(zeroMs + (FIRST_MINUTE + 30 * (day % 5)) * 60_000);
    let visits = 1;
    for (let restMs = activeMs; restMs > 0 && slot < slotOf(zeroMs + LAST_MINUTE * 60_000); slot += 1) {
      const rowMs = Math.min(restMs, MAX_ROW_MS);
      const [action] = feature.actions;
      yield {
        account: account.id,
        user,
        feature: feature.feature,
        slot,
        activeMs: underAllLimits(rowMs, idleLimitIndex),
        visits,
        actions: visits === 1 && action && actions > 0 ? { [action.action]: actions } : {},
      };
      restMs -= rowMs;
      visits = 0;
    }
    nextSlots.set(day, slot);
  }
}

function underAllLimits(chosenMs: number, idleLimitIndex: number): ActiveMs {
  const [within30s, within60s, within120s, none] = LIMIT_SHARES;
  const under = (share: number) => Math.round((chosenMs * share) / (LIMIT_SHARES[idleLimitIndex] ?? 1));
  return [under(within30s), under(within60s), under(within120s), under(none)];
}
