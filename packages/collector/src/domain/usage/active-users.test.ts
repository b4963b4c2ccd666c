import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { activeUsersPerDay, stickinessOn } from "./active-users.ts";

const people = (...days: readonly (readonly number[])[]) => days.map((each) => new Set(each));
const anyPeople = fc.array(
  fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 30 }).map((days) => new Set(days)),
  { maxLength: 12 },
);
/** Likewise, on one day, by looking through everybody. */
function activeUsersOn(known: readonly ReadonlySet<number>[], day: number) {
  const cameWithin = (length: number) =>
    known.filter((days) => [...days].some((each) => each > day - length && each <= day)).length;
  return { day, daily: cameWithin(1), weekly: cameWithin(7), monthly: cameWithin(30) };
}

describe("active users", () => {
  test("are counted once in each of the windows that end with the day", () => {
    const known = people([100, 99, 98], [94], [93], [71], [70], [101], []);
    expect(activeUsersPerDay(known, { from: 100, to: 100 })).toEqual([{ day: 100, daily: 1, weekly: 2, monthly: 4 }]);
  });

  test("are none where nobody is", () => {
    expect(activeUsersPerDay([], { from: 1, to: 2 })).toEqual([
      { day: 1, daily: 0, weekly: 0, monthly: 0 },
      { day: 2, daily: 0, weekly: 0, monthly: 0 },
    ]);
  });

  test("follow one person's day through its windows", () => {
    const series = activeUsersPerDay(people([10]), { from: 9, to: 41 });
    expect(series.filter(({ daily }) => daily === 1).map(({ day }) => day)).toEqual([10]);
    expect(series.filter(({ weekly }) => weekly === 1).map(({ day }) => day)).toEqual([10, 11, 12, 13, 14, 15, 16]);
    expect(
      series
        .filter(({ monthly }) => monthly === 1)
        .map(({ day }) => day)
        .at(-1),
    ).toBe(39);
  });

  test("are the same day by day as in one go, in any order of people, and daily ≤ weekly ≤ monthly ≤ all", () => {
    fc.assert(
      fc.property(anyPeople, fc.integer({ min: 0, max: 90 }), fc.nat({ max: 40 }), (known, from, more) => {
        const series = activeUsersPerDay(known, { from, to: from + more });
        expect(series).toEqual(series.map(({ day }) => activeUsersOn(known, day)));
        expect(activeUsersPerDay(known.toReversed(), { from, to: from + more })).toEqual(series);
        for (const { daily, weekly, monthly } of series) {
          expect([daily, weekly, monthly, known.length].toSorted((one, other) => one - other)).toEqual([
            daily,
            weekly,
            monthly,
            known.length,
          ]);
        }
      }),
    );
  });
});

describe("stickiness", () => {
  const everyDay = Array.from({ length: 30 }, (_, index) => 71 + index);

  test("is 1 when all who come do so every day", () => {
    expect(stickinessOn(people(everyDay, everyDay, [3]), 100).ratio).toBe(1);
  });

  test("is the share of the month on which an active user is there", () => {
    const { ratio, daysActive } = stickinessOn(people([100, 99, 98], [70, 71, 80, 90], [70], []), 100);
    expect(ratio).toBeCloseTo(6 / 30 / 2, 12);
    expect([daysActive[0], daysActive[3], daysActive.length]).toEqual([2, 2, 31]);
  });

  test("is not known when nobody was active", () => {
    expect(stickinessOn(people([1], []), 100)).toMatchObject({ ratio: null });
    expect(stickinessOn([], 100).ratio).toBeNull();
  });

  test("has a distribution that adds up to all people, and the mean of its days as ratio", () => {
    fc.assert(
      fc.property(anyPeople, fc.integer({ min: 0, max: 110 }), (known, day) => {
        const { ratio, daysActive } = stickinessOn(known, day);
        expect(daysActive.reduce((sum, count) => sum + count, 0)).toBe(known.length);
        const { monthly } = activeUsersOn(known, day);
        const daily = activeUsersPerDay(known, { from: day - 29, to: day }).reduce((sum, each) => sum + each.daily, 0);
        expect(ratio ?? 0).toBeCloseTo(monthly === 0 ? 0 : daily / 30 / monthly, 12);
      }),
    );
  });
});
