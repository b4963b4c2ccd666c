import * as fc from "fast-check";
import { expect, test } from "vitest";
import { idleChanges } from "./idle-timeline.ts";

test("an asset is idle while it is set up and hasn't run within the days, its last one among them", () => {
  expect(idleChanges([{ day: 10, change: 1 }], [12, 13], 3)).toEqual([
    { day: 10, change: 1 },
    { day: 12, change: -1 },
    { day: 16, change: 1 },
  ]);
});

test("one that isn't set up is never idle, and one that runs all along isn't, either", () => {
  expect(idleChanges([], [12], 3)).toEqual([]);
  expect(idleChanges([{ day: 12, change: 1 }], [11, 13, 15], 3)).toEqual([{ day: 18, change: 1 }]);
});

test("changes come to what a look at each day says", () => {
  const days = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(
      fc.uniqueArray(days, { maxLength: 6 }).map((list) => list.toSorted((one, other) => one - other)),
      fc.array(days, { maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      (toggledOn, ranOn, withinDays) => {
        const setUp = toggledOn.map((day, index) => ({ day, change: index % 2 === 0 ? 1 : -1 }));
        const changes = idleChanges(setUp, ranOn, withinDays);
        for (let day = 0; day < 60; day += 1) {
          const isSetUp = toggledOn.filter((toggled) => toggled <= day).length % 2 === 1;
          const hasRun = ranOn.some((ran) => ran <= day && ran > day - withinDays);
          const counted = changes.reduce((sum, change) => (change.day <= day ? sum + change.change : sum), 0);
          expect([day, counted]).toEqual([day, Number(isSetUp && !hasRun)]);
        }
      },
    ),
  );
});
