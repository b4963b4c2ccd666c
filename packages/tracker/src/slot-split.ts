import { SLOT_MS, slotOf } from "./protocol/index.ts";

/**
 * Cuts an interval at the slots' borders. Times are Unix ms.
 * @param take called with the length that falls into each slot, in order; lengths add up to `toMs - fromMs`.
 */
export function splitBySlot(fromMs: number, toMs: number, take: (slot: number, lengthMs: number) => void): void {
  while (fromMs < toMs) {
    const slot = slotOf(fromMs);
    const endMs = Math.min(toMs, (slot + 1) * SLOT_MS);
    take(slot, endMs - fromMs);
    fromMs = endMs;
  }
}
