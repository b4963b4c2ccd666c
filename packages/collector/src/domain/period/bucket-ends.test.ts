import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bucketEnds } from "./bucket-ends.ts";
import { splitIntoBuckets, type BucketUnit } from "./buckets.ts";
import { dayOfIsoDate, isoDate } from "./calendar-date.ts";

test.each<[BucketUnit, string, number, readonly string[]]>([
  ["day", "2026-03-01", 3, ["2026-02-27", "2026-02-28", "2026-03-01"]],
  // The 18th is a Wednesday; weeks end on Sundays.
  ["week", "2026-11-18", 3, ["2026-11-08", "2026-11-15", "2026-11-18"]],
  ["week", "2026-11-15", 2, ["2026-11-08", "2026-11-15"]],
  ["month", "2028-03-15", 3, ["2028-01-31", "2028-02-29", "2028-03-15"]],
  ["month", "2026-11-30", 1, ["2026-11-30"]],
])("each %s up to %s", (unit, lastDay, count, ends) => {
  expect(bucketEnds(dayOfIsoDate(lastDay) ?? 0, unit, count).map(isoDate)).toEqual(ends);
});

test("they are the ends of the buckets into which the days up to the last one fall, and so many", () => {
  const anyUnit = fc.constantFrom<BucketUnit>("day", "week", "month");
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000, max: 40_000 }),
      anyUnit,
      fc.integer({ min: 1, max: 40 }),
      (last, unit, count) => {
        const ends = bucketEnds(last, unit, count);
        expect(ends).toHaveLength(count);
        const [first = Number.NaN] = ends;
        const buckets = splitIntoBuckets({ from: first, to: last }, unit);
        expect(buckets.map(({ to }) => to)).toEqual(ends);
        // All but the last are whole, as far as they are in the range.
        expect(buckets.slice(1, -1).every(({ isPartial }) => !isPartial)).toBe(true);
        expect(bucketEnds(last, unit, count + 3).slice(3)).toEqual(ends);
      },
    ),
  );
  expect(bucketEnds(20_000, "week", 0)).toEqual([]);
});
