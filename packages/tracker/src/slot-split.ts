import { slotOf, slotStartMs } from "./protocol/index.ts";

/**
 * Cuts an interval at the slots' borders.
 * @returns the length that falls into each slot, in order; lengths add up to `toMs - fromMs`. Times are Unix ms.
 */
export function splitBySlot(
  fromMs: number,
  toMs: number,
): readonly { readonly slot: number; readonly lengthMs: number }[] {
  const pieces = [];
  for (let atMs = fromMs; atMs < toMs;) {
    const slot = slotOf(atMs);
    const endMs = Math.min(toMs, slotStartMs(slot + 1));
    pieces.push({ slot, lengthMs: endMs - atMs });
    atMs = endMs;
  }
  return pieces;
}
