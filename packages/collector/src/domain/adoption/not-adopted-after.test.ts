import { expect, test } from "vitest";
import { isNotAdoptedAfter } from "./not-adopted-after.ts";

const DAY_MS = 86_400_000;

test.each([
  ["a millisecond before the days are over", { sinceMs: 1, adoptedAtMs: null }, false],
  ["exactly when they are", { sinceMs: 0, adoptedAtMs: null }, true],
  ["having adopted it", { sinceMs: 0, adoptedAtMs: 5 * DAY_MS }, false],
  ["never having been seen", { sinceMs: null, adoptedAtMs: null }, false],
])("%s", (_when, waiting, expected) => {
  expect(isNotAdoptedAfter(waiting, 14, 14 * DAY_MS)).toBe(expected);
});
