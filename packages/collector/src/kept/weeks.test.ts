import * as fc from "fast-check";
import { expect, test } from "vitest";
import { KEPT_WEEKS, keptDays, splitIntoWeeks, WEEK_DAYS } from "./weeks.ts";

test("whole weeks and the days of others are the range, each day once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 19_000, max: 21_000 }), fc.integer({ min: 0, max: 900 }), (from, length) => {
      const { whole, parts } = splitIntoWeeks({ from, to: from + length });
      const days = [
        ...parts.map((part) => ({ from: part.week * 7 + part.from, to: part.week * 7 + part.to })),
        ...(whole === null ? [] : [{ from: whole.first * 7, to: whole.last * 7 + 6 }]),
      ].flatMap((part) => Array.from({ length: part.to - part.from + 1 }, (_, index) => part.from + index));
      expect(days.toSorted((one, other) => one - other)).toEqual(
        Array.from({ length: length + 1 }, (_, index) => from + index),
      );
      expect(parts.every((part) => part.from >= 0 && part.to < WEEK_DAYS && part.to - part.from < 6)).toBe(true);
    }),
  );
});

test("a range of whole weeks has no parts, a short one has no week", () => {
  expect(splitIntoWeeks({ from: 700, to: 713 })).toEqual({ whole: { first: 100, last: 101 }, parts: [] });
  expect(splitIntoWeeks({ from: 701, to: 706 })).toEqual({ whole: null, parts: [{ week: 100, from: 1, to: 6 }] });
  expect(splitIntoWeeks({ from: 703, to: 708 })).toEqual({
    whole: null,
    parts: [
      { week: 100, from: 3, to: 6 },
      { week: 101, from: 0, to: 1 },
    ],
  });
});

test("the week that is going on is the last that is kept", () => {
  expect(keptDays(7 * 1_000 + 3)).toEqual({ from: 7 * (1_001 - KEPT_WEEKS), to: 7 * 1_000 + 3 });
});
