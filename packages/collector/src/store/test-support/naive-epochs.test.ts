import { SLOT_MS } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { adoptionByEpoch, epochsOf } from "./naive-epochs.ts";

const SEVEN_MINUTES_MS = 420_000;
const inSlot = (slot: number, offsetMs = 0) => ({ atMs: slot * SLOT_MS + offsetMs });

test("without a removal there is one epoch, from the beginning", () => {
  expect(epochsOf([])).toEqual([{ epoch: 0, sinceSlot: 0 }]);
});

test("a removal counts from the start of the next slot, from whichever moment of its slot it is", () => {
  expect(epochsOf([inSlot(10)]).at(-1)).toEqual({ epoch: 1, sinceSlot: 11 });
  expect(epochsOf([inSlot(10, SLOT_MS - 1)]).at(-1)).toEqual({ epoch: 1, sinceSlot: 11 });
  expect(epochsOf([inSlot(11)]).at(-1)).toEqual({ epoch: 1, sinceSlot: 12 });
});

test("several removals in one slot are one", () => {
  expect(epochsOf([inSlot(10, 5), inSlot(10, 9)])).toHaveLength(2);
});

test("seven new minutes are needed after a removal, and what was adopted before stays dated in its epoch", () => {
  const steps = [
    { at: 9, amount: SEVEN_MINUTES_MS },
    { at: 11, amount: SEVEN_MINUTES_MS - 1 },
    { at: 12, amount: 1 },
  ];
  expect(adoptionByEpoch(steps.slice(0, 2), SEVEN_MINUTES_MS, [inSlot(10)])).toEqual([
    { epoch: 0, sinceSlot: 0, progressMs: SEVEN_MINUTES_MS, adoptedSlot: 9 },
    { epoch: 1, sinceSlot: 11, progressMs: SEVEN_MINUTES_MS - 1, adoptedSlot: null },
  ]);
  expect(adoptionByEpoch(steps, SEVEN_MINUTES_MS, [inSlot(10)]).at(-1)).toMatchObject({ adoptedSlot: 12 });
});

test("time of the removal's own slot is removed too, even if it arrives afterwards", () => {
  const late = [{ at: 10, amount: SEVEN_MINUTES_MS }];
  expect(adoptionByEpoch(late, SEVEN_MINUTES_MS, [inSlot(10)])).toMatchObject([
    { adoptedSlot: 10 },
    { progressMs: 0, adoptedSlot: null },
  ]);
});

test("nobody who did nothing has adopted anything", () => {
  expect(adoptionByEpoch([], SEVEN_MINUTES_MS, [])).toMatchObject([{ progressMs: 0, adoptedSlot: null }]);
});

test("neither the order of time nor that of removals matters, and every second belongs to one epoch", () => {
  const step = fc.record({ at: fc.integer({ min: 0, max: 40 }), amount: fc.nat({ max: 300_000 }) });
  const removal = fc.integer({ min: 0, max: 40 }).map((slot) => inSlot(slot));
  const shuffled = <Value>(list: readonly Value[]) =>
    fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
  const arrivals = fc
    .tuple(fc.array(step, { maxLength: 20 }), fc.array(removal, { maxLength: 4 }))
    .chain(([steps, removals]) => fc.tuple(fc.constant({ steps, removals }), shuffled(steps), shuffled(removals)));
  fc.assert(
    fc.property(arrivals, ([{ steps, removals }, otherSteps, otherRemovals]) => {
      const epochs = adoptionByEpoch(steps, SEVEN_MINUTES_MS, removals);
      expect(adoptionByEpoch(otherSteps, SEVEN_MINUTES_MS, otherRemovals)).toEqual(epochs);
      const wholeMs = steps.reduce((sum, { amount }) => sum + amount, 0);
      expect(epochs.reduce((sum, { progressMs }) => sum + progressMs, 0)).toBe(wholeMs);
    }),
  );
});
