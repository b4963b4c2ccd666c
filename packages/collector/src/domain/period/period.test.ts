import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isoDate } from "./calendar-date.ts";
import { resolvePeriod, type Period, type PeriodPreset } from "./period.ts";

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;
const preset = (name: PeriodPreset): Period => ({ kind: "preset", preset: name });

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
])("%s on %s begins on %s, ends on that day and contains the running one", (name, date, from) => {
  const today = dayOf(date);
  const { days, endsOn, containsOpenDay } = resolvePeriod(preset(name), { today, asOf: null });
  expect(days && [isoDate(days.from), isoDate(days.to)]).toEqual([from, date]);
  expect([endsOn, containsOpenDay]).toEqual([today, true]);
});

test("as of an earlier day, a preset ends there and holds closed days only", () => {
  const view = { today: dayOf("2026-11-22"), asOf: dayOf("2026-03-15") };
  expect(resolvePeriod(preset("month"), view)).toEqual({
    days: { from: dayOf("2026-03-01"), to: dayOf("2026-03-15") },
    endsOn: dayOf("2026-03-15"),
    containsOpenDay: false,
  });
});

test("all time has no first day, and is open unless it is looked at as of an earlier day", () => {
  expect(resolvePeriod(preset("all"), { today: 100, asOf: null })).toEqual({
    days: null,
    endsOn: 100,
    containsOpenDay: true,
  });
  expect(resolvePeriod(preset("all"), { today: 100, asOf: 99 })).toEqual({
    days: null,
    endsOn: 99,
    containsOpenDay: false,
  });
});

test.each([
  [{ from: 10, to: 99 }, false],
  [{ from: 10, to: 100 }, true],
  [{ from: 100, to: 100 }, true],
  [{ from: 10, to: 120 }, true],
  [{ from: 101, to: 120 }, false],
])("on day 100 a custom range %o stays as it is; contains the running day: %s", (days, containsOpenDay) => {
  const resolved = resolvePeriod({ kind: "custom", ...days }, { today: 100, asOf: null });
  expect(resolved).toEqual({ days, endsOn: days.to, containsOpenDay });
});

test("a custom range that ends before it begins is refused", () => {
  expect(() => resolvePeriod({ kind: "custom", from: 8, to: 7 }, { today: 100, asOf: null })).toThrow(
    "from day 8 to day 7 ends before it begins",
  );
});

test("a preset ends on the day from which one looks, holds as many days as it says, and a month or quarter from its first", () => {
  const day = fc.integer({ min: dayOf("2020-01-01"), max: dayOf("2040-12-31") });
  fc.assert(
    fc.property(day, fc.nat(400), (today, back) => {
      const view = { today, asOf: today - back };
      for (const [name, length] of [
        ["7d", 7],
        ["14d", 14],
        ["30d", 30],
        ["90d", 90],
      ] as const) {
        const { days, containsOpenDay } = resolvePeriod(preset(name), view);
        expect(days).toEqual({ from: today - back - length + 1, to: today - back });
        expect(containsOpenDay).toBe(back === 0);
      }
      const of = (name: PeriodPreset) => isoDate(resolvePeriod(preset(name), view).days?.from ?? 0);
      const date = isoDate(today - back);
      expect(of("month")).toBe(`${date.slice(0, 7)}-01`);
      const months = Number(date.slice(5, 7)) - Number(of("quarter").slice(5, 7));
      expect([of("quarter").slice(0, 4), of("quarter").slice(8)]).toEqual([date.slice(0, 4), "01"]);
      expect([0, 1, 2]).toContain(months);
      expect(Number(of("quarter").slice(5, 7)) % 3).toBe(1);
    }),
  );
});
