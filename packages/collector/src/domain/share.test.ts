import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareShare, neededFor, percentOf } from "./share.ts";

test("a percentage is the part of the whole, and nothing where there is no whole", () => {
  expect(percentOf(120, 200)).toBe(60);
  expect(percentOf(0, 200)).toBe(0);
  expect(percentOf(3, 2)).toBe(150);
  expect(percentOf(0, 0)).toBeNull();
});

test.each([
  [1, 10, 10, 0],
  [7, 70, 10, 0],
  [3, 30, 10, 0],
  [57, 570, 10, 0],
  [29, 58, 50, 0],
  [999, 10_000, 10, -1],
  [1_001, 10_000, 10, 1],
  [333, 1_000, 33.3, 0],
  [29, 200, 14.5, 0],
  [0, 5, 0, 0],
])("%i of %i beside %d %%: %i", (part, whole, percent, sign) => {
  expect(Math.sign(compareShare(part, whole, percent)) + 0).toBe(sign);
});

test.each([
  [85, 200, 170],
  [85, 201, 171],
  [33.3, 1_000, 333],
  [0, 10, 0],
  [100, 7, 7],
  [50, 3, 2],
  [85, 0, 0],
])("%d %% of %i need %i", (percent, whole, needed) => {
  expect(neededFor(percent, whole)).toBe(needed);
});

test("what is needed reaches the percentage, and one less doesn't", () => {
  const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
  fc.assert(
    fc.property(percent, fc.integer({ min: 1, max: 1_000_000 }), (target, whole) => {
      const needed = neededFor(target, whole);
      expect(compareShare(needed, whole, target)).toBeGreaterThanOrEqual(0);
      expect(compareShare(needed - 1, whole, target)).toBeLessThan(0);
    }),
  );
});
