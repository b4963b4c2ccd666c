import * as fc from "fast-check";
import { expect, test } from "vitest";
import { happinessOf, HAPPINESS_POINTS, latestAnswer } from "./happiness.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;

test.each([
  [0, "notHappy", 25],
  [4, "notHappy", 25],
  [5, "neutral", 50],
  [6, "neutral", 50],
  [7, "happy", 75],
  [8, "happy", 75],
  [9, "veryHappy", 100],
  [10, "veryHappy", 100],
] as const)("an answer of %i is %s", (score, level, points) => {
  expect(happinessOf(score)).toBe(level);
  expect(HAPPINESS_POINTS[level]).toBe(points);
});

const answer = (daysAgo: number, score: number) => ({ at: NOW_MS - daysAgo * DAY_MS, score });

test("the latest answer counts, in whichever order they come", () => {
  const answers = [answer(100, 10), answer(2, 3), answer(50, 9)];
  expect(latestAnswer(answers, NOW_MS, 180)?.score).toBe(3);
  expect(latestAnswer(answers.toReversed(), NOW_MS, 180)?.score).toBe(3);
});

test("an answer counts for exactly 180 days", () => {
  expect(latestAnswer([answer(180, 9)], NOW_MS, 180)?.score).toBe(9);
  expect(latestAnswer([{ ...answer(180, 9), at: NOW_MS - 180 * DAY_MS - 1 }], NOW_MS, 180)).toBeNull();
});

test("what was answered later than now doesn't count yet, and without answers there is none", () => {
  expect(latestAnswer([answer(-1, 9)], NOW_MS, 180)).toBeNull();
  expect(latestAnswer([], NOW_MS, 180)).toBeNull();
});

test("a higher answer is never less happy, and the answer that counts is no older than any other that could", () => {
  fc.assert(
    fc.property(fc.nat(10), fc.nat(10), (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(HAPPINESS_POINTS[happinessOf(low)]).toBeLessThanOrEqual(HAPPINESS_POINTS[happinessOf(high)]);
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -50, max: 300 }), fc.nat(10))),
      fc.nat(250),
      (given, feedbackDays) => {
        const answers = given.map(([daysAgo, score]) => answer(daysAgo, score));
        const counted = answers.filter(({ at }) => at <= NOW_MS && at >= NOW_MS - feedbackDays * DAY_MS);
        const latest = latestAnswer(answers, NOW_MS, feedbackDays);
        expect(latest?.at ?? null).toBe(counted.length === 0 ? null : Math.max(...counted.map(({ at }) => at)));
      },
    ),
  );
});
