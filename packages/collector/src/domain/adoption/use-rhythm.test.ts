import * as fc from "fast-check";
import { expect, test } from "vitest";
import { gapsOf, rhythmOf } from "./use-rhythm.ts";

test("the rhythm is the median gap between days of use", () => {
  expect(rhythmOf([0, 30, 61, 91])).toBe(30);
  expect(rhythmOf([91, 0, 61, 30, 30])).toBe(30);
  expect(rhythmOf([0, 1, 2, 3, 100])).toBe(1);
});

test("fewer than three gaps tell none", () => {
  expect(rhythmOf([])).toBeNull();
  expect(rhythmOf([0, 30, 60])).toBeNull();
  expect(gapsOf([60, 0, 30])).toEqual([
    { since: 0, day: 30, days: 30 },
    { since: 30, day: 60, days: 30 },
  ]);
});

test("neither order nor repetition matters", () => {
  const arrivals = fc
    .array(fc.nat({ max: 400 }))
    .chain((days) => fc.tuple(fc.constant(days), fc.shuffledSubarray(days, { minLength: days.length })));
  fc.assert(
    fc.property(arrivals, ([days, others]) => {
      expect(rhythmOf([...others, ...days])).toBe(rhythmOf(days));
    }),
  );
});
