import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileHealth } from "../definitions/health-definition.ts";
import { accountHealth, type UserOfAccount } from "./account-health.ts";
import { userHealth } from "./user-health.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;
const RULES = compileHealth();

function user(name: string, daysAgo: number | null, adoptionPercent: number | null, isUnseen = false): UserOfAccount {
  const login = adoptionPercent === null ? "neverSeen" : "daily";
  return {
    user: name,
    lastSeenAtMs: daysAgo === null ? null : NOW_MS - daysAgo * DAY_MS,
    isUnseen,
    health: userHealth({ login, isUnseen, adoptionPercent, happiness: null }, RULES),
  };
}

test("an account's health is the mean over users seen within 90 days", () => {
  const users = [user("ana", 0, 100), user("ben", 90, 30), user("long gone", 91, 0), user("never", null, 0)];
  expect(accountHealth(users, NOW_MS, RULES)).toMatchObject({
    score: 80,
    class: "thriving",
    users: [
      { user: "ana", score: 100 },
      { user: "ben", score: 60 },
    ],
    unseen: 2,
    unseenByTracker: 0,
    unscored: 0,
  });
});

test("whom only the host's server has seen is in no mean, and where that is everybody, there is no health", () => {
  const blind = (name: string, daysAgo = 1) => user(name, daysAgo, 0, true);
  expect(accountHealth([user("ana", 1, 30), blind("ben"), blind("long gone", 91)], NOW_MS, RULES)).toMatchObject({
    score: 60,
    users: [{ user: "ana" }],
    unseen: 2,
    unseenByTracker: 1,
  });
  const { parts, ...none } = accountHealth([blind("ana"), blind("ben")], NOW_MS, RULES);
  expect(none).toEqual({ score: null, class: null, users: [], unseen: 2, unseenByTracker: 2, unscored: 0 });
  expect(parts.find(({ part }) => part === "adoption")).toMatchObject({ meanPoints: null, users: 0 });
});

test("its parts tell of how many users each is known", () => {
  const { parts } = accountHealth([user("ana", 1, 100), user("ben", 1, 30)], NOW_MS, RULES);
  expect(parts).toMatchObject([
    { part: "login", meanPoints: 100, users: 2 },
    { part: "adoption", meanPoints: 65, users: 2 },
    { part: "feedback", meanPoints: null, users: 0, contribution: 0 },
  ]);
  expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(80);
});

test("an account that nobody has used lately, or of whose users nothing is known, has no health, not 0", () => {
  expect(accountHealth([], NOW_MS, RULES)).toMatchObject({ score: null, class: null, users: [] });
  expect(accountHealth([user("gone", 91, 50)], NOW_MS, RULES)).toMatchObject({ score: null, unseen: 1 });
  expect(accountHealth([user("unknown", 1, null)], NOW_MS, RULES)).toMatchObject({ score: null, unscored: 1 });
});

test("a user without a score doesn't pull the others down", () => {
  expect(accountHealth([user("ana", 1, 100), user("unknown", 1, null)], NOW_MS, RULES).score).toBe(100);
});

test("the list behind the number makes the number", () => {
  const users = fc.array(
    fc
      .tuple(fc.nat({ max: 120 }), fc.option(fc.integer({ min: 0, max: 100 })), fc.boolean())
      .map(([daysAgo, percent, isUnseen]) => user("somebody", daysAgo, percent, isUnseen)),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(users, (some) => {
      const health = accountHealth(some, NOW_MS, RULES);
      expect(health.users.length + health.unseen + health.unscored).toBe(some.length);
      fc.pre(health.users.length > 0);
      const mean = health.users.reduce((sum, { score }) => sum + score, 0) / health.users.length;
      expect(Math.abs(mean - (health.score ?? Number.NaN))).toBeLessThanOrEqual(0.5);
    }),
  );
});
