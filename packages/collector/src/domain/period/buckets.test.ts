import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitIntoBuckets, type BucketUnit } from "./buckets.ts";
import { dayOfIsoDate, isoDate, isoWeekday } from "./calendar-date.ts";
import { daysIn } from "./day-range.ts";

const split = (from: string, to: string, unit: BucketUnit) =>
  splitIntoBuckets({ from: dayOfIsoDate(from) ?? Number.NaN, to: dayOfIsoDate(to) ?? Number.NaN }, unit).map(
    (bucket) => [isoDate(bucket.from), isoDate(bucket.to), bucket.isPartial],
  );

describe("buckets", () => {
  test("of days are never partial", () => {
    expect(split("2026-11-21", "2026-11-22", "day")).toEqual([
      ["2026-11-21", "2026-11-21", false],
      ["2026-11-22", "2026-11-22", false],
    ]);
  });

  test("of weeks are ISO weeks; the first and the last may be partial", () => {
    expect(split("2026-11-12", "2026-11-24", "week")).toEqual([
      ["2026-11-12", "2026-11-15", true],
      ["2026-11-16", "2026-11-22", false],
      ["2026-11-23", "2026-11-24", true],
    ]);
  });

  test("of weeks begin on Mondays, all but the first", () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 30_000 }), fc.nat({ max: 200 }), (from, more) => {
        const later = splitIntoBuckets({ from, to: from + more }, "week").slice(1);
        expect(later.map((bucket) => isoWeekday(bucket.from))).toEqual(later.map(() => 1));
      }),
    );
  });

  test("of months follow the calendar, leap days too", () => {
    expect(split("2028-01-31", "2028-03-31", "month")).toEqual([
      ["2028-01-31", "2028-01-31", true],
      ["2028-02-01", "2028-02-29", false],
      ["2028-03-01", "2028-03-31", false],
    ]);
  });

  test("of a range inside of one week are one, partial at both ends", () => {
    expect(split("2026-11-17", "2026-11-18", "week")).toEqual([["2026-11-17", "2026-11-18", true]]);
  });

  test("of no days are none", () => {
    expect(split("2026-11-18", "2026-11-17", "week")).toEqual([]);
  });

  test("hold each day of the range once, in order, and whole ones in between", () => {
    const unit = fc.constantFrom<BucketUnit>("day", "week", "month");
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 30_000 }), fc.nat({ max: 200 }), unit, (from, more, by) => {
        const buckets = splitIntoBuckets({ from, to: from + more }, by);
        expect(buckets.flatMap(daysIn)).toEqual(daysIn({ from, to: from + more }));
        expect(buckets.slice(1, -1).some(({ isPartial }) => isPartial)).toBe(false);
      }),
    );
  });
});
