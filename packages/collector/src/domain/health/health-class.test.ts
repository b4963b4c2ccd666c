import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_HEALTH } from "../definitions/health-definition.ts";
import { HEALTH_CLASSES, healthClass, healthLevel } from "./health-class.ts";

test.each([
  [100, "thriving"],
  [76, "thriving"],
  [75, "healthy"],
  [51, "healthy"],
  [50, "steady"],
  [26, "steady"],
  [25, "struggling"],
  [0, "struggling"],
])("a score of %i is %s", (score, expected) => {
  expect(healthClass(score, DEFAULT_HEALTH.cuts)).toBe(expected);
});

test("a portfolio is good, average or poor", () => {
  expect(HEALTH_CLASSES.map(healthLevel)).toEqual(["good", "good", "average", "poor"]);
});

test("every score is in one class, and a higher score in none that is worse", () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 3 }).map((some) => {
    const [steady = 0, healthy = 0, thriving = 0] = some.toSorted((one, other) => one - other);
    return { thriving, healthy, steady };
  });
  fc.assert(
    fc.property(cuts, fc.nat(100), fc.nat(100), (borders, one, other) => {
      const rankOf = (score: number): number => HEALTH_CLASSES.indexOf(healthClass(score, borders));
      expect(rankOf(Math.max(one, other))).toBeLessThanOrEqual(rankOf(Math.min(one, other)));
      expect(HEALTH_CLASSES[rankOf(borders.steady)]).toBe("steady");
      expect(HEALTH_CLASSES[rankOf(borders.steady - 1)]).toBe("struggling");
    }),
  );
});
