import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countedOn, sumOver } from "./daily-series.ts";

const anyDay = fc.integer({ min: 0, max: 40 });
const anySeries = fc.array(fc.tuple(anyDay, fc.nat(1_000))).map((days) => new Map(days));

test("a day without an entry is a zero from the first known day on, and no data before it", () => {
  const series = new Map([[12, 5]]);
  expect([9, 10, 11, 12].map((day) => countedOn(series, day, 10))).toEqual([null, 0, 0, 5]);
  expect(countedOn(series, 12, null)).toBeNull();
});

test("a sum is of the days that lie in the range, and two ranges side by side add up", () => {
  fc.assert(
    fc.property(anySeries, anyDay, anyDay, anyDay, (series, ...days) => {
      const [from = 0, border = 0, to = 0] = days.toSorted((one, other) => one - other);
      const whole = sumOver(series, { from, to });
      const inside = [...series].filter(([day]) => day >= from && day <= to);
      expect(whole).toBe(inside.reduce((sum, [, amount]) => sum + amount, 0));
      expect(sumOver(series, { from, to: border }) + sumOver(series, { from: border + 1, to })).toBe(whole);
      expect(sumOver(series, { from: to + 1, to: from })).toBe(0);
    }),
  );
});

test("what was counted on each known day adds up to the sum over them", () => {
  fc.assert(
    fc.property(anySeries, anyDay, anyDay, (series, since, to) => {
      const all = Array.from({ length: to + 1 }, (_, day) => countedOn(series, day, since));
      expect(all.filter((counted) => counted === null)).toHaveLength(Math.min(since, to + 1));
      expect(all.reduce<number>((sum, counted) => sum + (counted ?? 0), 0)).toBe(sumOver(series, { from: since, to }));
    }),
  );
});
