import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SLOT_MS, slotOf } from "./protocol/index.ts";
import { splitBySlot } from "./slot-split.ts";

function piecesOf(fromMs: number, toMs: number) {
  const pieces: { readonly slot: number; readonly lengthMs: number }[] = [];
  splitBySlot(fromMs, toMs, (slot, lengthMs) => pieces.push({ slot, lengthMs }));
  return pieces;
}

test("An interval across a border is split there", () => {
  const border = 1_994_784 * SLOT_MS;
  expect(piecesOf(border - 250, border + 750)).toEqual([
    { slot: 1_994_783, lengthMs: 250 },
    { slot: 1_994_784, lengthMs: 750 },
  ]);
});

test("The pieces of any interval add up to it, each within one slot", () => {
  fc.assert(
    fc.property(fc.nat(10 * SLOT_MS), fc.nat(10 * SLOT_MS), (fromMs, lengthMs) => {
      const pieces = piecesOf(fromMs, fromMs + lengthMs);
      expect(pieces.reduce((sum, piece) => sum + piece.lengthMs, 0)).toBe(lengthMs);
      expect(pieces.map(({ slot }) => slot)).toEqual(pieces.map((_, index) => slotOf(fromMs) + index));
      for (const piece of pieces) expect(piece.lengthMs).toBeLessThanOrEqual(SLOT_MS);
    }),
  );
});
