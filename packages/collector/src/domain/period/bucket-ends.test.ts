import { expect, test } from "vitest";
import { bucketEnds } from "./bucket-ends.ts";
import type { BucketUnit } from "./buckets.ts";
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
