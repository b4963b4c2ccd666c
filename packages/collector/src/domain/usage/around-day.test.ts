import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AROUND_DAYS, daysAround, meanOverDays } from "./around-day.ts";

const DAY = 100;

test("a day has 14 days on each side, and belongs to neither", () => {
  expect(daysAround(DAY, 200)).toEqual({ before: { from: 86, to: 99 }, after: { from: 101, to: 114 } });
});

test("days that aren't over are none of them", () => {
  expect(daysAround(DAY, 103).after).toEqual({ from: 101, to: 103 });
  expect(meanOverDays(new Map([[DAY, 5]]), daysAround(DAY, 99).after, 0)).toBeNull();
});

test("a day without an entry is a zero from the first known day on, and no data before", () => {
  const values = new Map([
    [95, 6],
    [97, 3],
  ]);
  const { before } = daysAround(DAY, 200);
  expect(meanOverDays(values, before, 50)).toEqual({ days: before, mean: 9 / 14 });
  expect(meanOverDays(values, before, 94)).toEqual({ days: { from: 94, to: 99 }, mean: 1.5 });
  expect(meanOverDays(values, before, null)).toBeNull();
  expect(meanOverDays(new Map(), before, DAY)).toBeNull();
});

test("the mean lies between the least and the most of its days, of which there are 14 at most", () => {
  const series = fc.array(fc.tuple(fc.integer({ min: 80, max: 120 }), fc.nat(1_000)), { maxLength: 30 });
  fc.assert(
    fc.property(
      series,
      fc.integer({ min: 90, max: 110 }),
      fc.integer({ min: 80, max: 120 }),
      (entries, day, closed) => {
        const values = new Map(entries);
        for (const range of Object.values(daysAround(day, closed))) {
          const found = meanOverDays(values, range, 85);
          if (found === null) continue;
          const { days, mean } = found;
          const own = [...values].filter(([each]) => each >= days.from && each <= days.to).map(([, value]) => value);
          expect(days.to - days.from + 1).toBeLessThanOrEqual(AROUND_DAYS);
          expect(days.to).toBeLessThanOrEqual(closed);
          expect(mean).toBeLessThanOrEqual(Math.max(0, ...own));
          expect(mean).toBeGreaterThanOrEqual(0);
        }
      },
    ),
  );
});
