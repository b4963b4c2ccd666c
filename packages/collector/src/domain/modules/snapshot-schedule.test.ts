import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayOfIsoDate, firstDayOfNextMonth, isoDate } from "../period/calendar-date.ts";
import { missingSnapshots, snapshotDays } from "./snapshot-schedule.ts";

const day = (date: string): number => dayOfIsoDate(date) ?? Number.NaN;
const dates = (days: readonly number[]): readonly string[] => days.map(isoDate);

test("months and quarters end on their last days, leap years included", () => {
  expect(dates(snapshotDays("monthly", day("2028-01-31"), day("2028-04-29")))).toEqual([
    "2028-01-31",
    "2028-02-29",
    "2028-03-31",
  ]);
  expect(dates(snapshotDays("quarterly", day("2026-02-10"), day("2027-01-01")))).toEqual([
    "2026-03-31",
    "2026-06-30",
    "2026-09-30",
    "2026-12-31",
  ]);
});

test("both ends of the range count, and a range without an end of a month has none", () => {
  expect(dates(snapshotDays("monthly", day("2026-11-30"), day("2026-11-30")))).toEqual(["2026-11-30"]);
  expect(snapshotDays("monthly", day("2026-11-01"), day("2026-11-29"))).toEqual([]);
  expect(snapshotDays("monthly", day("2026-12-31"), day("2026-11-30"))).toEqual([]);
});

test("who wants none gets none", () => {
  expect(snapshotDays("none", day("2020-01-01"), day("2026-01-01"))).toEqual([]);
});

test("what was missed is filled in later, and the day that isn't over isn't due", () => {
  const taken = new Set([day("2026-09-30")]);
  const missing = (today: string) => dates(missingSnapshots("monthly", day("2026-08-15"), day(today), taken));
  expect(missing("2026-10-31")).toEqual(["2026-08-31"]);
  expect(missing("2026-11-01")).toEqual(["2026-08-31", "2026-10-31"]);
  expect(missing("2026-08-15")).toEqual([]);
});

test("every due day is followed by the first of a month, and none is left out", () => {
  const schedule = fc.constantFrom("monthly" as const, "quarterly" as const);
  fc.assert(
    fc.property(schedule, fc.nat({ max: 40_000 }), fc.nat({ max: 800 }), (when, from, length) => {
      const due = snapshotDays(when, from, from + length);
      const expected = Array.from({ length: length + 1 }, (_, index) => from + index).filter((one) =>
        (when === "monthly" ? /-01$/ : /-(01|04|07|10)-01$/).test(isoDate(one + 1)),
      );
      expect(due).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test("what is missing and what was taken of what is due are all that is due before today; once taken, nothing is missing", () => {
  const schedule = fc.constantFrom("monthly" as const, "quarterly" as const, "none" as const);
  fc.assert(
    fc.property(schedule, fc.nat(40_000), fc.nat(500), fc.integer({ min: 1, max: 4 }), (when, from, length, every) => {
      // Every other day is the last of its month.
      const today = length % 2 === 0 ? from + length : firstDayOfNextMonth(from + length) - 1;
      const due = snapshotDays(when, from, today - 1);
      const taken = due.filter((_day, index) => index % every === 0);
      // Of other days there can be snapshots, too, such as those recorded by hand.
      const all = new Set([...taken, from]);
      const missing = missingSnapshots(when, from, today, all);
      expect([...missing, ...due.filter((one) => all.has(one))].toSorted((one, other) => one - other)).toEqual(due);
      expect(missing).toEqual(missing.toSorted((one, other) => one - other));
      expect(missingSnapshots(when, from, today, new Set([...all, ...missing]))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
