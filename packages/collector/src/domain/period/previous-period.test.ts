import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isoDate } from "./calendar-date.ts";
import { dayCount } from "./day-range.ts";
import { presetDays } from "./period.ts";
import { previousPeriod } from "./previous-period.ts";

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

test("the month to date is compared with equally many days before its first", () => {
  const previous = previousPeriod(presetDays("month", dayOf("2026-11-22")));
  expect(previous && [isoDate(previous.from), isoDate(previous.to)]).toEqual(["2026-10-10", "2026-10-31"]);
});

test("there is nothing before all time", () => {
  expect(previousPeriod(null)).toBeNull();
});

test("it is as long, and ends on the day before", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 30_000 }), fc.nat({ max: 400 }), (from, more) => {
      const days = { from, to: from + more };
      const previous = previousPeriod(days);
      expect(previous?.to).toBe(from - 1);
      expect(previous && dayCount(previous)).toBe(dayCount(days));
    }),
  );
});
