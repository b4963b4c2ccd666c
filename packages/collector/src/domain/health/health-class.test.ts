import { expect, test } from "vitest";
import { DEFAULT_HEALTH } from "../definitions/health-definition.ts";
import { goodToPoor, healthClass, healthDistribution } from "./health-class.ts";

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

test("everybody is in one class, and who has no score in none", () => {
  expect(healthDistribution([90, 76, 60, 0, null, null], DEFAULT_HEALTH.cuts)).toEqual({
    thriving: 2,
    healthy: 1,
    steady: 0,
    struggling: 1,
    noData: 2,
  });
});

test("a portfolio is good, average or poor, and what has no data is none of them", () => {
  const distribution = { thriving: 1, healthy: 2, steady: 3, struggling: 4, noData: 5 };
  expect(goodToPoor(distribution)).toEqual({ good: 3, average: 3, poor: 4, noData: 5 });
});
