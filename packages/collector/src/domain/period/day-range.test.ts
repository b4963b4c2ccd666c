import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayCount, daysIn, isWithin, lastDays } from "./day-range.ts";

test("both ends of a range count", () => {
  expect(dayCount({ from: 5, to: 7 })).toBe(3);
  expect(dayCount({ from: 5, to: 5 })).toBe(1);
  expect(daysIn({ from: 5, to: 7 })).toEqual([5, 6, 7]);
  expect([4, 5, 7, 8].map((day) => isWithin(day, { from: 5, to: 7 }))).toEqual([false, true, true, false]);
});

test("a range that ends before it begins holds no day", () => {
  expect(dayCount({ from: 7, to: 5 })).toBe(0);
  expect(daysIn({ from: 7, to: 5 })).toEqual([]);
});

test("the last days end with the day that is named", () => {
  expect(lastDays(7, 20)).toEqual({ from: 14, to: 20 });
  expect(lastDays(1, 20)).toEqual({ from: 20, to: 20 });
});

test("the days of a range are those that lie in it, one after the other, and as many as are counted", () => {
  const anyDay = fc.integer({ min: -40, max: 40 });
  fc.assert(
    fc.property(anyDay, anyDay, (from, to) => {
      const range = { from, to };
      const within = Array.from({ length: 101 }, (_, index) => index - 50).filter((day) => isWithin(day, range));
      expect(daysIn(range)).toEqual(within);
      expect(dayCount(range)).toBe(within.length);
      expect(daysIn(lastDays(within.length, to))).toEqual(within);
    }),
  );
});
