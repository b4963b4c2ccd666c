import * as fc from "fast-check";
import { expect, test } from "vitest";
import { keptWeeks, splitIntoWeeks } from "./weeks.ts";

test("weeks and the days beside them are the range, each day once", () => {
  const day = fc.integer({ min: 19_000, max: 21_000 });
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 900 }), day, (from, length, lastDay) => {
      const range = { from, to: from + length };
      const { weeks, rest } = splitIntoWeeks(range, lastDay);
      const ofWeeks = weeks === null ? [] : [{ from: weeks.first * 7, to: weeks.last * 7 + 6 }];
      const days = [...rest, ...ofWeeks].flatMap((part) =>
        Array.from({ length: part.to - part.from + 1 }, (_, index) => part.from + index),
      );
      expect(days.toSorted((one, other) => one - other)).toEqual(
        Array.from({ length: length + 1 }, (_, index) => from + index),
      );
      const kept = keptWeeks(lastDay).days;
      expect(ofWeeks.every((part) => part.from >= kept.from && part.to <= kept.to)).toBe(true);
    }),
  );
});

test("a week is kept when it was over before the day", () => {
  expect(keptWeeks(70).days.to).toBe(69);
  expect(keptWeeks(69).days.to).toBe(62);
});

test("a range of whole weeks leaves no days, a short one has no week", () => {
  expect(splitIntoWeeks({ from: 700, to: 713 }, 800)).toEqual({ weeks: { first: 100, last: 101 }, rest: [] });
  expect(splitIntoWeeks({ from: 701, to: 706 }, 800)).toEqual({ weeks: null, rest: [{ from: 701, to: 706 }] });
});
