import type { Reading } from "../reading/reading.ts";
import { sumOf, type NumberDefinition } from "./number.ts";
import { cellEvidence } from "./use.ts";

/** How far one member has come with one feature: what the stages go by. */
export const PROGRESS: NumberDefinition = {
  id: "progressMs",
  name: "Progress",
  unit: "ms",
  kind: "sum",
  formula:
    "The active time of all days of one member on one feature; after a removal from its stage, from the next slot on. The period says nothing about it.",
  subjects: ["account", "user", "feature"],
  requires: ["account", "user", "feature"],
  splits: ["cell"],
  async measure(reading, subject) {
    const { idleLimitIndex } = reading.definitions;
    const sinceSlot = await removedUntil(reading, subject);
    const cells = await cellEvidence(reading.over(null), subject, (cell) => cell.activeMs[idleLimitIndex] ?? 0);
    const rows = cells.filter(({ details }) => Number(details["slot"]) >= sinceSlot);
    const value = sumOf(rows);
    const before = { what: "Time before the removal", why: "It was counted before the member was taken out." };
    return {
      value,
      terms: [],
      rows,
      excluded: sinceSlot === 0 ? [] : [{ ...before, value: sumOf(cells) - value }],
    };
  },
};

/** The first slot that counts after the latest removal; 0: there was none up to the last day. */
async function removedUntil(
  { records, scope, calendar, lastDay }: Reading,
  { account, user, feature }: { readonly account?: string; readonly user?: string; readonly feature?: string },
): Promise<number> {
  const untilSlot = calendar.firstSlotOf(lastDay + 1);
  const slots = (await records.removals(scope))
    .filter((row) => row.account === account && row.user === user && row.feature === feature)
    .map(({ sinceSlot }) => sinceSlot)
    .filter((slot) => slot < untilSlot);
  return Math.max(0, ...slots);
}
