import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { featureSums, featuresUsed, totalUsed, usedFeatures, type FeatureDay } from "./features-used.ts";

const MINUTE_MS = 60_000;
const modules = new Map([
  ["calendars", "planning"],
  ["tasks", "planning"],
  ["phone", "talk"],
  ["reports", null],
]);
const used = (feature: string, day: number, activeMs = MINUTE_MS): FeatureDay => ({ feature, day, activeMs });
const strip = (featureDays: readonly FeatureDay[], since: number | null = 0) =>
  featuresUsed({ featureDays, modules, lastClosedDay: 100, since });

describe("features used", () => {
  test("are a strip of 14 closed days, oldest first", () => {
    const { features, modules: used14 } = strip([
      used("calendars", 87),
      used("phone", 87),
      used("tasks", 100),
      used("calendars", 100),
      used("phone", 86),
      used("phone", 101),
    ]);
    expect(features).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(used14).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  test("need one active minute a day, exactly one included, from one user or several", () => {
    const days = [used("phone", 98, 59_999), used("phone", 99, 60_000), used("phone", 100, 30_000)];
    expect(strip(days).features.slice(-3)).toEqual([0, 1, 0]);
    expect(strip([...days, used("phone", 100, 30_000)]).features.at(-1)).toBe(1);
  });

  test("make a module used when any of them is, not when all of them together are", () => {
    const halves = [used("calendars", 100, 30_000), used("tasks", 100, 30_000)];
    expect(strip(halves)).toMatchObject({ totalFeatures: 0, totalModules: 0 });
    expect(strip([...halves, used("tasks", 100, 30_000)])).toMatchObject({ totalFeatures: 1, totalModules: 1 });
  });

  test("count once over the strip, however many days they were used", () => {
    const days = [used("phone", 90), used("phone", 91), used("reports", 92)];
    expect(strip(days)).toMatchObject({ totalFeatures: 2, totalModules: 1 });
  });

  test("leave out what is not defined", () => {
    expect(strip([used("_other", 100), used("unheard-of", 100)])).toMatchObject({ totalFeatures: 0, totalModules: 0 });
  });

  test("are no data, rather than none, before anything was known", () => {
    const { features, totalFeatures } = strip([used("phone", 99)], 98);
    expect(features).toEqual([...Array.from({ length: 11 }, () => null), 0, 1, 0]);
    expect(totalFeatures).toBe(1);
    for (const since of [null, 101]) {
      const nothing = strip([], since);
      expect([nothing.totalFeatures, nothing.totalModules]).toEqual([null, null]);
      expect(totalUsed({ featureDays: [], modules, lastClosedDay: 100, since })).toEqual({
        totalFeatures: null,
        totalModules: null,
      });
      expect(nothing.features).toEqual(Array.from({ length: 14 }, () => null));
    }
  });

  test("are at least those of the best day, at most the sum of the days, in any order", () => {
    const featureDay = fc.record({
      feature: fc.constantFrom("calendars", "tasks", "phone", "reports", "_other"),
      day: fc.integer({ min: 80, max: 105 }),
      activeMs: fc.integer({ min: 0, max: 90_000 }),
    });
    fc.assert(
      fc.property(fc.array(featureDay), (days) => {
        const found = strip(days);
        const perDay = found.features.map((count) => count ?? Number.NaN);
        expect(found.totalFeatures).toBeGreaterThanOrEqual(Math.max(...perDay));
        expect(found.totalFeatures).toBeLessThanOrEqual(perDay.reduce((sum, count) => sum + count, 0));
        expect(found.totalModules).toBeLessThanOrEqual(found.totalFeatures ?? Number.NaN);
        expect(strip(days.toReversed())).toEqual(found);
        expect(found).toMatchObject(totalUsed({ featureDays: days, modules, lastClosedDay: 100, since: 0 }));
      }),
    );
  });
});

test("which features were used on a day, and how long each was in all, is what is counted", () => {
  const days = [
    used("calendars", 99, 59_999),
    used("calendars", 99, 1),
    used("calendars", 100, 59_999),
    used("odd", 99),
  ];
  expect(usedFeatures(days, new Set(modules.keys()))).toEqual(
    new Map([
      [99, ["calendars"]],
      [100, []],
    ]),
  );
  expect(featureSums([...days, used("phone", 99, 0)])).toEqual(
    new Map([
      ["calendars", 119_999],
      ["odd", MINUTE_MS],
    ]),
  );
});

test("on each day those features are used of which all times of the day together are a minute, of those that count", () => {
  const featureDay = fc.record({
    feature: fc.constantFrom("calendars", "tasks", "_other"),
    day: fc.integer({ min: 1, max: 3 }),
    activeMs: fc.constantFrom(0, 1, 29_999, 30_000, 59_999, MINUTE_MS),
  });
  fc.assert(
    fc.property(fc.array(featureDay), fc.subarray(["calendars", "tasks", "_other"]), (days, counted) => {
      const found = usedFeatures(days, new Set(counted));
      const sums = featureSums(days);
      for (const feature of ["calendars", "tasks", "_other"]) {
        const msOn = (day: number): number =>
          days.reduce((sum, one) => sum + (one.feature === feature && one.day === day ? one.activeMs : 0), 0);
        for (const day of [1, 2, 3]) {
          const isUsed = counted.includes(feature) && msOn(day) >= MINUTE_MS;
          expect((found.get(day) ?? []).filter((one) => one === feature)).toHaveLength(isUsed ? 1 : 0);
        }
        const all = msOn(1) + msOn(2) + msOn(3);
        expect(sums.get(feature)).toBe(all === 0 ? undefined : all);
      }
    }),
  );
});
