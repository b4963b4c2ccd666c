import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lifecycle } from "./lifecycle.ts";

const person = (...days: readonly number[]) => ({
  activeDays: new Set(days),
  firstSeenDay: days.length === 0 ? null : Math.min(...days),
});

test("people are new, returning, resurrecting or dormant in a window", () => {
  const people = [person(100), person(94), person(87, 100), person(80, 94), person(93), person(70), person()];
  expect(lifecycle(people, { until: 100, windowDays: 7, count: 1 })).toEqual([
    { days: { from: 94, to: 100 }, new: 2, returning: 1, resurrecting: 1, dormant: 1 },
  ]);
});

test("windows follow each other up to the day, oldest first", () => {
  const windows = lifecycle([], { until: 100, windowDays: 7, count: 3 });
  expect(windows.map(({ days }) => [days.from, days.to])).toEqual([
    [80, 86],
    [87, 93],
    [94, 100],
  ]);
});

test("who is active in a window returns or is dormant in the next", () => {
  const any = fc.array(fc.integer({ min: 40, max: 110 }), { maxLength: 12 }).map((days) => person(...days));
  fc.assert(
    fc.property(fc.array(any), (people) => {
      const windows = lifecycle(people, { until: 100, windowDays: 7, count: 6 });
      const active = windows.map((window) => window.new + window.returning + window.resurrecting);
      const fromBefore = windows.map(({ returning, dormant }) => returning + dormant);
      const counted = windows.map(
        ({ days }) =>
          people.filter(({ activeDays }) => [...activeDays].some((d) => d >= days.from && d <= days.to)).length,
      );
      expect(active).toEqual(counted);
      expect(fromBefore.slice(1)).toEqual(active.slice(0, -1));
    }),
  );
});
