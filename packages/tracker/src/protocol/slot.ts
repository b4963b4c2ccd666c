import { SLOT_MS } from "./limits.ts";

/** The slot that contains an instant. */
export function slotOf(epochMs: number): number {
  return Math.floor(epochMs / SLOT_MS);
}

/** The first instant of a slot, Unix ms. */
export function slotStartMs(slot: number): number {
  return slot * SLOT_MS;
}
