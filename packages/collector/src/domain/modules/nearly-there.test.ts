import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nearlyThere, pathToTarget } from "./nearly-there.ts";

const MINUTE_MS = 60_000;
const people = [
  { user: "done", activeMs: 7 * MINUTE_MS },
  { user: "ana", activeMs: 4 * MINUTE_MS },
  { user: "ben", activeMs: 6 * MINUTE_MS },
  { user: "new", activeMs: 0 },
  { user: "abe", activeMs: 4 * MINUTE_MS },
];

test("who needs the least comes first, of equals by id; who is exactly there isn't listed", () => {
  expect(nearlyThere(people, 7 * MINUTE_MS).map(({ user, missingMs }) => [user, missingMs / MINUTE_MS])).toEqual([
    ["ben", 1],
    ["abe", 3],
    ["ana", 3],
    ["new", 7],
  ]);
});

test("a gap of two people is the two cheapest, with what they need together", () => {
  expect(pathToTarget(people, 7 * MINUTE_MS, 2)).toEqual({
    neededUsers: 2,
    users: [
      { user: "ben", activeMs: 6 * MINUTE_MS, missingMs: MINUTE_MS },
      { user: "abe", activeMs: 4 * MINUTE_MS, missingMs: 3 * MINUTE_MS },
    ],
    missingMs: 4 * MINUTE_MS,
    shortOf: 0,
  });
});

test("where there are too few people, the rest are seats that nobody uses", () => {
  expect(pathToTarget(people, 7 * MINUTE_MS, 50)).toMatchObject({ neededUsers: 50, shortOf: 46 });
  expect(pathToTarget([], MINUTE_MS, 3)).toEqual({ neededUsers: 3, users: [], missingMs: 0, shortOf: 3 });
});

test("no gap needs nobody", () => {
  expect(pathToTarget(people, 7 * MINUTE_MS, 0)).toEqual({ neededUsers: 0, users: [], missingMs: 0, shortOf: 0 });
});

test("no other choice of people costs less", () => {
  const amounts = fc.array(fc.nat({ max: 100 }), { maxLength: 8 });
  fc.assert(
    fc.property(amounts, fc.nat({ max: 8 }), (times, neededUsers) => {
      const some = times.map((activeMs, index) => ({ user: `u${index}`, activeMs }));
      const found = pathToTarget(some, 90, neededUsers);
      expect(found.missingMs).toBe(cheapestByTryingAll(times, 90, neededUsers - found.shortOf));
    }),
  );
});

/** The least sum of what is missing, over every choice of so many who aren't there yet. */
function cheapestByTryingAll(times: readonly number[], thresholdMs: number, wanted: number): number {
  const missing = times.filter((time) => time < thresholdMs).map((time) => thresholdMs - time);
  const choices = Array.from({ length: 2 ** missing.length }, (_, bits) =>
    missing.filter((_missing, index) => (bits >> index) % 2 === 1),
  );
  const sums = choices
    .filter((chosen) => chosen.length === wanted)
    .map((chosen) => chosen.reduce((sum, one) => sum + one, 0));
  return Math.min(...sums);
}
