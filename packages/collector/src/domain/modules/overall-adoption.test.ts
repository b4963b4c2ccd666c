import * as fc from "fast-check";
import { expect, test } from "vitest";
import { moduleAdoption } from "./module-adoption.ts";
import { activePeople, overallAdoption } from "./overall-adoption.ts";

const module = (active: number | null, licensed: number | null) => moduleAdoption({ active, licensed });

test("205 active of 435 licensed users are 47 % of the seats, and the mean is told beside it", () => {
  const overall = overallAdoption([module(120, 200), module(60, 135), module(25, 100)]);
  expect(overall).toMatchObject({ active: 205, licensed: 435, measured: 3 });
  expect(overall.seatPercent).toBeCloseTo(47.13, 2);
  expect(overall.meanPercent).toBeCloseTo((60 + 44.44 + 25) / 3, 2);
});

test("a large module weighs more in the ratio of seats, and no more in the mean", () => {
  expect(overallAdoption([module(90, 100), module(0, 900)])).toMatchObject({ meanPercent: 45, seatPercent: 9 });
});

test("what isn't licensed or has no data is in neither number", () => {
  expect(overallAdoption([module(5, 10), module(7, 0), module(null, 10), module(3, null)])).toEqual({
    meanPercent: 50,
    seatPercent: 50,
    active: 5,
    licensed: 10,
    measured: 1,
    notLicensed: 1,
    noData: 2,
  });
});

test("without a measured module there is no overall adoption, not 0 %", () => {
  expect(overallAdoption([])).toMatchObject({ meanPercent: null, seatPercent: null });
  expect(overallAdoption([module(1, 0)])).toMatchObject({ meanPercent: null, seatPercent: null, notLicensed: 1 });
  expect(overallAdoption([module(0, 5)])).toMatchObject({ meanPercent: 0, seatPercent: 0 });
});

test("somebody in several modules is one person and several activations", () => {
  expect(activePeople([["ana", "ben"], ["ana", "ana"], []])).toEqual({ people: 2, activations: 3 });
  expect(activePeople([])).toEqual({ people: 0, activations: 0 });
});

test("people are everybody who is in any module, activations as many as each module has, whatever the order", () => {
  const modules = fc.array(fc.array(fc.constantFrom<string>("ana", "ben", "cleo", "dan"), { maxLength: 6 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(modules, (usersByModule) => {
      const { people, activations } = activePeople(usersByModule);
      expect(people).toBe(new Set(usersByModule.flat()).size);
      const modulesOf = (user: string): number => usersByModule.filter((users) => users.includes(user)).length;
      expect(activations).toBe([...new Set(usersByModule.flat())].reduce((sum, user) => sum + modulesOf(user), 0));
      expect(people).toBeLessThanOrEqual(activations);
      expect(activePeople(usersByModule.toReversed())).toEqual({ people, activations });
    }),
  );
});

test("mean and ratio lie between the least and the most", () => {
  const counts = fc.record({ active: fc.nat({ max: 100 }), licensed: fc.integer({ min: 1, max: 100 }) });
  fc.assert(
    fc.property(fc.array(counts, { minLength: 1, maxLength: 10 }), (modules) => {
      const adoptions = modules.map(moduleAdoption);
      const percents = modules.map(({ active, licensed }) => (active * 100) / licensed);
      const { meanPercent, seatPercent } = overallAdoption(adoptions);
      for (const percent of [meanPercent, seatPercent]) {
        expect(percent).toBeGreaterThanOrEqual(Math.min(...percents) - 1e-9);
        expect(percent).toBeLessThanOrEqual(Math.max(...percents) + 1e-9);
      }
    }),
  );
});
