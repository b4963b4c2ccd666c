import * as fc from "fast-check";
import { expect, test } from "vitest";
import { coverageOf, isTrusted } from "./coverage.ts";

const users = (count: number, from = 0): ReadonlySet<string> =>
  new Set(Array.from({ length: count }, (_, index) => `u_${from + index}`));

test("coverage is the share of the server's users whom the tracker has seen", () => {
  expect(coverageOf(users(3), users(4))).toEqual({ seenByServer: 4, seenByBoth: 3, onlySeenByTracker: 0, percent: 75 });
  expect(coverageOf(users(0), users(4))?.percent).toBe(0);
});

test("users whom the server doesn't know make up for nobody", () => {
  expect(coverageOf(users(5, 100), users(5))).toEqual({
    seenByServer: 5,
    seenByBoth: 0,
    onlySeenByTracker: 5,
    percent: 0,
  });
});

test("without server-seen users it isn't known, and nothing is held back", () => {
  expect(coverageOf(users(5), users(0))).toBeNull();
  expect(coverageOf(users(0), users(0))).toBeNull();
  expect(isTrusted(null)).toBe(true);
});

test.each([
  [79, 100, false],
  [80, 100, true],
  [4, 5, true],
  [100, 100, true],
  [0, 1, false],
])("%i of %i users is trusted: %s", (seen, all, trusted) => {
  expect(isTrusted(coverageOf(users(seen), users(all)))).toBe(trusted);
});

test("with a share of users blocked it is exactly the rest, and more seen users never lower it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat({ max: 200 }), (all, blocked) => {
      const hidden = Math.min(all, blocked);
      const percent = coverageOf(users(all - hidden), users(all))?.percent ?? Number.NaN;
      expect(percent).toBeCloseTo(100 * (1 - hidden / all), 10);
      expect(coverageOf(users(all - hidden + 1), users(all))?.percent).toBeGreaterThanOrEqual(percent);
    }),
  );
});
