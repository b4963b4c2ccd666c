import * as fc from "fast-check";
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

test("who is a case stays one until they adopt it, and of more days is one later", () => {
  const day = fc.nat(100);
  fc.assert(
    fc.property(day, day, day, (since, days, more) => {
      const waiting = { sinceMs: since * 86_400_000, adoptedAtMs: null };
      const at = (now: number, of = days): boolean => isNotAdoptedAfter(waiting, of, now * 86_400_000);
      expect(at(since + days)).toBe(true);
      expect(at(since + days + more)).toBe(true);
      expect(at(since + days - 1)).toBe(false);
      expect(at(since + more, days + 1) && !at(since + more)).toBe(false);
      expect(isNotAdoptedAfter({ ...waiting, adoptedAtMs: 0 }, days, (since + days) * 86_400_000)).toBe(false);
    }),
  );
});
