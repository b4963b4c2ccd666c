import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  dayOfIsoDate,
  firstDayOfMonth,
  firstDayOfNextMonth,
  firstDayOfQuarter,
  firstDayOfWeek,
  isoDate,
  isoWeekday,
} from "./calendar-date.ts";

const day = (date: string): number => Date.parse(date) / 86_400_000;
const anyDay = fc.integer({ min: -20_000, max: 60_000 });

test.each([
  ["1970-01-01", 4],
  ["1969-12-31", 3],
  ["2026-11-23", 1],
  ["2026-11-22", 7],
  ["2028-02-29", 2],
])("%s is weekday %i", (date, weekday) => {
  expect(isoWeekday(day(date))).toBe(weekday);
});

test.each([
  ["2026-11-22", "2026-11-16", "2026-11-01", "2026-12-01", "2026-10-01"],
  ["2026-11-23", "2026-11-23", "2026-11-01", "2026-12-01", "2026-10-01"],
  ["2026-12-31", "2026-12-28", "2026-12-01", "2027-01-01", "2026-10-01"],
  ["2028-02-29", "2028-02-28", "2028-02-01", "2028-03-01", "2028-01-01"],
])("%s is in the week of %s, the month of %s, which %s follows, and the quarter of %s", (date, ...firsts) => {
  const found = [firstDayOfWeek, firstDayOfMonth, firstDayOfNextMonth, firstDayOfQuarter];
  expect(found.map((first) => isoDate(first(day(date))))).toEqual(firsts);
});

test("a date and its day are told from each other", () => {
  fc.assert(
    fc.property(anyDay, (any) => {
      expect(dayOfIsoDate(isoDate(any))).toBe(any);
    }),
  );
});

test.each(["2026-02-29", "2026-13-01", "2026-1-1", "20261122", "2026-11-22T00:00Z", "yesterday", ""])(
  "%j is no date",
  (text) => {
    expect(dayOfIsoDate(text)).toBeNull();
  },
);

test("seven days in a row have seven weekdays, and their week begins on a Monday", () => {
  fc.assert(
    fc.property(anyDay, (any) => {
      expect(isoWeekday(any + 1) % 7).toBe((isoWeekday(any) + 1) % 7);
      expect(isoWeekday(firstDayOfWeek(any))).toBe(1);
      expect(any - firstDayOfWeek(any)).toBeLessThan(7);
    }),
  );
});

test("a month, and a quarter, begins on the first that was last, and the next month on the first that comes", () => {
  const isFirst = (date: number): boolean => isoDate(date).endsWith("-01");
  const isFirstOfQuarter = (date: number): boolean => /-(01|04|07|10)-01$/.test(isoDate(date));
  fc.assert(
    fc.property(anyDay, (any) => {
      const back = (is: (date: number) => boolean): number =>
        Array.from({ length: 92 }, (_, days) => any - days).find(is) ?? Number.NaN;
      const next = Array.from({ length: 31 }, (_, days) => any + 1 + days).find(isFirst);
      expect(firstDayOfMonth(any)).toBe(back(isFirst));
      expect(firstDayOfQuarter(any)).toBe(back(isFirstOfQuarter));
      expect(firstDayOfNextMonth(any)).toBe(next);
    }),
  );
});
