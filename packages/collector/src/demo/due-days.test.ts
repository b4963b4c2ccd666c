import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isDue } from "./due-days.ts";
import { isWeekend } from "./working-days.ts";

const feature = (rhythmDays: number | null) => ({ feature: "sites", thresholdMs: 420_000, actions: [], rhythmDays });

test("what has no rhythm is due every day", () => {
  expect([0, 1, 2, 3, 4, 5, 6].every((day) => isDue(1, "u_1", feature(null), 20_000 + day))).toBe(true);
});

test("what has one is due once each time, on a working day", () => {
  fc.assert(
    fc.property(fc.nat(99), fc.string({ minLength: 1 }), fc.integer({ min: 7, max: 60 }), (seed, user, rhythmDays) => {
      const days = Array.from({ length: 10 * rhythmDays }, (_, index) => 20_000 + index);
      const due = days.filter((day) => isDue(seed, user, feature(rhythmDays), day));
      expect(due.length).toBeGreaterThanOrEqual(9);
      expect(due.length).toBeLessThanOrEqual(11);
      expect(due.some(isWeekend)).toBe(false);
      const gaps = due.slice(1).map((day, index) => day - (due[index] ?? 0));
      expect(gaps.every((gap) => Math.abs(gap - rhythmDays) <= 2)).toBe(true);
    }),
  );
});
