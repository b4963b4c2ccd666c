import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isoDate } from "./calendar-date.ts";
import { presetDays, type PeriodPreset } from "./period.ts";

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

test.each<[PeriodPreset, string, string]>([
  ["7d", "2026-11-22", "2026-11-16"],
  ["14d", "2026-11-22", "2026-11-09"],
  ["30d", "2026-11-22", "2026-10-24"],
  ["90d", "2026-11-22", "2026-08-25"],
  ["month", "2026-11-22", "2026-11-01"],
  ["month", "2026-11-01", "2026-11-01"],
  ["month", "2028-02-29", "2028-02-01"],
  ["quarter", "2026-11-22", "2026-10-01"],
  ["quarter", "2027-01-01", "2027-01-01"],
  ["quarter", "2026-06-30", "2026-04-01"],
])("%s on %s begins on %s and ends on that day", (name, date, from) => {
  const days = presetDays(name, dayOf(date));
  expect(days && [isoDate(days.from), isoDate(days.to)]).toEqual([from, date]);
});

test("all time has no first day", () => {
  expect(presetDays("all", 100)).toBeNull();
});

test("a preset ends on the day from which one looks, holds as many days as it says, and a month or quarter from its first", () => {
  const day = fc.integer({ min: dayOf("2020-01-01"), max: dayOf("2040-12-31") });
  fc.assert(
    fc.property(day, (endsOn) => {
      for (const [name, length] of [
        ["7d", 7],
        ["14d", 14],
        ["30d", 30],
        ["90d", 90],
      ] as const) {
        expect(presetDays(name, endsOn)).toEqual({ from: endsOn - length + 1, to: endsOn });
      }
      const of = (name: PeriodPreset) => isoDate(presetDays(name, endsOn)?.from ?? 0);
      const date = isoDate(endsOn);
      expect(of("month")).toBe(`${date.slice(0, 7)}-01`);
      const months = Number(date.slice(5, 7)) - Number(of("quarter").slice(5, 7));
      expect([of("quarter").slice(0, 4), of("quarter").slice(8)]).toEqual([date.slice(0, 4), "01"]);
      expect([0, 1, 2]).toContain(months);
      expect(Number(of("quarter").slice(5, 7)) % 3).toBe(1);
    }),
  );
});
