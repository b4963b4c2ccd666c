import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareSnapshots } from "./snapshot-comparison.ts";

const named = (activeUsers: readonly string[], licensed: number | null) => ({
  activeUsers,
  active: new Set(activeUsers).size,
  licensed,
});

test("two snapshots differ in points, seats and people", () => {
  expect(compareSnapshots(named(["ana", "ben"], 4), named(["ben", "cleo", "dora"], 5))).toEqual({
    points: 10,
    active: 1,
    licensed: 1,
    people: { gained: ["cleo", "dora"], lost: ["ana"], kept: ["ben"] },
  });
});

test("a snapshot recorded by hand compares in numbers, and names nobody", () => {
  const byHand = { active: 3, licensed: 4, activeUsers: null };
  expect(compareSnapshots(byHand, named(["ana"], 4))).toEqual({ points: -50, active: -2, licensed: 0, people: null });
});

test("what isn't licensed or known at one of them has no points", () => {
  expect(compareSnapshots(named(["ana"], 0), named(["ana"], 4))).toMatchObject({ points: null, licensed: 4 });
  expect(compareSnapshots(named(["ana"], 2), named(["ana"], null))).toMatchObject({ points: null, licensed: null });
});

test("people gained and lost are what the active users differ by, and backwards they change places", () => {
  const snapshot = fc.record({
    users: fc.array(fc.constantFrom("a", "b", "c", "d", "e")),
    licensed: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(snapshot, snapshot, (one, other) => {
      const [earlier, later] = [named(one.users, one.licensed), named(other.users, other.licensed)];
      const forth = compareSnapshots(earlier, later);
      const back = compareSnapshots(later, earlier);
      expect((forth.people?.gained.length ?? 0) - (forth.people?.lost.length ?? 0)).toBe(forth.active);
      expect(back.people?.lost).toEqual(forth.people?.gained);
      expect(back.points).toBeCloseTo(-(forth.points ?? Number.NaN));
    }),
  );
});
