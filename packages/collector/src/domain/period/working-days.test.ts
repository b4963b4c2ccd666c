import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayOfIsoDate, isoDate, isoWeekday, type IsoWeekday } from "./calendar-date.ts";
import { lastWorkingDays } from "./working-days.ts";

const last = (count: number, until: string, weekdays?: readonly IsoWeekday[]) =>
  lastWorkingDays(count, dayOfIsoDate(until) ?? Number.NaN, weekdays).map(isoDate);

test("a Friday is the last of its own five", () => {
  expect(last(5, "2026-11-20")).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"]);
});

test.each(["2026-11-21", "2026-11-22"])("on %s, a weekend's day, they are those of the week before", (until) => {
  expect(last(5, until)).toEqual(last(5, "2026-11-20"));
});

test("on a Monday they reach over the weekend", () => {
  expect(last(3, "2026-11-23")).toEqual(["2026-11-19", "2026-11-20", "2026-11-23"]);
});

test("a workspace may work on other days, on a single one, or on none", () => {
  expect(last(3, "2026-11-23", [7, 1])).toEqual(["2026-11-16", "2026-11-22", "2026-11-23"]);
  expect(last(2, "2026-11-22", [3])).toEqual(["2026-11-11", "2026-11-18"]);
  expect(last(5, "2026-11-22", [])).toEqual([]);
});

test("they are as many as asked for, rising, on working weekdays, with none left out", () => {
  const weekdays = fc.subarray<IsoWeekday>([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
  fc.assert(
    fc.property(fc.nat({ max: 30_000 }), fc.nat({ max: 20 }), weekdays, (until, count, working) => {
      const days = lastWorkingDays(count, until, working);
      const first = days[0] ?? until + 1;
      const expected = Array.from({ length: until - first + 1 }, (_, index) => first + index);
      expect(days).toHaveLength(count);
      expect(days).toEqual(expected.filter((day) => working.includes(isoWeekday(day))));
    }),
  );
});
