import * as fc from "fast-check";
import { expect, test } from "vitest";
import { goalProgress } from "./goal-progress.ts";

test.each([
  [0, 0, 100, false],
  [40, 40, 60, false],
  [99, 99, 1, false],
  [100, 100, 0, true],
  [120, 120, 0, true],
])("%i of 100", (value, percent, remaining, reached) => {
  expect(goalProgress(value, 100)).toEqual({ value, target: 100, percent, remaining, reached });
});

test("without data there is no progress, not 0 %", () => {
  expect(goalProgress(null, 100)).toEqual({
    value: null,
    target: 100,
    percent: null,
    remaining: null,
    reached: false,
  });
});

test("what is reached and what is missing make the target, until it is reached", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }), (value, target) => {
      const { remaining, reached, percent } = goalProgress(value, target);
      expect(reached).toBe(remaining === 0);
      expect(reached).toBe((percent ?? 0) >= 100);
      expect(Math.max(value, target)).toBe(value + (remaining ?? 0));
    }),
  );
});
