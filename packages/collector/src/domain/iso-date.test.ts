import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayOfIsoDate, isoDateOf } from "./iso-date.ts";

test.each([
  ["1970-01-01", 0],
  ["1970-01-02", 1],
  ["1969-12-31", -1],
  ["2026-11-01", 20_758],
  ["2028-02-29", 21_243],
])("%s is day %i", (date, day) => {
  expect(dayOfIsoDate(date)).toBe(day);
  expect(isoDateOf(day)).toBe(date);
});

test.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "01.11.2026", "2026-11-01T00:00Z", "", "tomorrow"])(
  "%j is no date",
  (date) => {
    expect(dayOfIsoDate(date)).toBeNull();
  },
);

test("every day has its date, and every date its day", () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
      expect(dayOfIsoDate(isoDateOf(day))).toBe(day);
    }),
  );
});
