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
