import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCrossing } from "./crossing.ts";

describe("the crossing of a threshold", () => {
  const steps = [
    { at: 10, amount: 200_000 },
    { at: 11, amount: 219_999 },
    { at: 15, amount: 1 },
    { at: 20, amount: 60_000 },
  ];

  test("is the first point at which the sum is exactly the threshold", () => {
    expect(findCrossing(steps, 420_000)).toEqual({ at: 15, before: 419_999 });
  });

  test("is one step later for one more", () => {
    expect(findCrossing(steps, 420_001)).toEqual({ at: 20, before: 420_000 });
  });

  test("is null while the sum stays below, and without any step", () => {
    expect(findCrossing(steps, 480_001)).toBeNull();
    expect(findCrossing([], 0)).toBeNull();
  });

  test("sums several amounts of one point before it looks at the next", () => {
    const parts = [
      { at: 3, amount: 5 },
      { at: 2, amount: 4 },
      { at: 3, amount: 1 },
    ];
    expect(findCrossing(parts, 10)).toEqual({ at: 3, before: 4 });
  });

  test("does not depend on the order of arrival", () => {
    const step = fc.record({ at: fc.integer({ min: 0, max: 20 }), amount: fc.nat({ max: 100_000 }) });
    const arrivals = fc
      .array(step, { maxLength: 30 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(arrivals, fc.nat({ max: 1_000_000 }), ([list, shuffled], threshold) => {
        expect(findCrossing(shuffled, threshold)).toEqual(findCrossing(list, threshold));
      }),
    );
  });
});
