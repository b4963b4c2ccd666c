import * as fc from "fast-check";
import { expect, test } from "vitest";
import { changeBetween } from "./change.ts";

test.each([
  [8, 10, { absolute: 2, relative: 0.25 }],
  [10, 10, { absolute: 0, relative: 0 }],
  [10, 0, { absolute: -10, relative: -1 }],
  [-10, -5, { absolute: 5, relative: 0.5 }],
  [0, 5, { absolute: 5, relative: null }],
  [0, 0, { absolute: 0, relative: null }],
  [null, 5, null],
  [5, null, null],
])("from %j to %j is %j", (previous, current, change) => {
  expect(changeBetween(previous, current)).toEqual(change);
});

test("there and back again is no change, and the sign says where it went", () => {
  const number = fc.integer({ min: -1_000, max: 1_000 });
  fc.assert(
    fc.property(number, number, (one, other) => {
      const [there, back] = [changeBetween(one, other), changeBetween(other, one)];
      expect((there?.absolute ?? 0) + (back?.absolute ?? 0)).toBe(0);
      const sign = Math.sign(there?.relative ?? other - one);
      expect(sign).toBe(Math.sign(other - one));
      expect(one + (there?.absolute ?? 0)).toBe(other);
    }),
  );
});
