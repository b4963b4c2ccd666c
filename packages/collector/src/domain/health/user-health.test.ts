import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileHealth } from "../definitions/health-definition.ts";
import { LOGIN_CLASSES } from "../usage/login-class.ts";
import { HAPPINESS_LEVELS } from "./happiness.ts";
import { userHealth, type HealthInputs } from "./user-health.ts";

const RULES = compileHealth();
const scoreOf = (inputs: HealthInputs, rules = RULES) => userHealth(inputs, rules).score;

test("a score is the weighted mean of login, adoption and feedback, told with its parts", () => {
  expect(userHealth({ login: "weekly", isUnseen: false, adoptionPercent: 50, happiness: "veryHappy" }, RULES)).toEqual({
    score: 73,
    class: "healthy",
    parts: [
      {
        part: "login",
        input: "weekly",
        points: 75,
        weight: 30,
        effectiveWeight: 0.3,
        contribution: 22.5,
        missing: null,
      },
      { part: "adoption", input: 50, points: 50, weight: 40, effectiveWeight: 0.4, contribution: 20, missing: null },
      {
        part: "feedback",
        input: "veryHappy",
        points: 100,
        weight: 30,
        effectiveWeight: 0.3,
        contribution: 30,
        missing: null,
      },
    ],
  });
});

test.each<[HealthInputs, number]>([
  [{ login: "daily", isUnseen: false, adoptionPercent: 100, happiness: "veryHappy" }, 100],
  [{ login: "inactive", isUnseen: false, adoptionPercent: 0, happiness: "notHappy" }, 8],
  [{ login: "monthly", isUnseen: false, adoptionPercent: 37.5, happiness: "neutral" }, 45],
  [{ login: "daily", isUnseen: false, adoptionPercent: 63.75, happiness: null }, 79],
])("%j makes %i", (inputs, score) => {
  expect(scoreOf(inputs)).toBe(score);
});

test("exactly half rounds up before it is classed, also where the parts add up to a hair less", () => {
  const halves = compileHealth({ weights: { login: 1, adoption: 1, feedback: 0 } });
  expect(userHealth({ login: "daily", isUnseen: false, adoptionPercent: 51, happiness: null }, halves)).toMatchObject({
    score: 76,
    class: "thriving",
  });
  const sixths = compileHealth({ weights: { login: 1, adoption: 1, feedback: 4 } });
  expect(scoreOf({ login: "daily", isUnseen: false, adoptionPercent: 15, happiness: "neutral" }, sixths)).toBe(53);
});

test("a missing part is left out, says why, and the others weigh in proportion", () => {
  const { score, parts } = userHealth({ login: "daily", isUnseen: false, adoptionPercent: 30, happiness: null }, RULES);
  expect(score).toBe(60);
  expect(parts.map(({ effectiveWeight }) => effectiveWeight)).toEqual([30 / 70, 40 / 70, 0]);
  expect(parts[2]).toEqual({
    part: "feedback",
    input: null,
    points: null,
    weight: 30,
    effectiveWeight: 0,
    contribution: 0,
    missing: "noRecentAnswer",
  });
});

test("of whom the tracker sees nothing adoption is missing, however much they adopted before, and the others weigh in proportion", () => {
  for (const adoptionPercent of [0, 80, null]) {
    const { score, parts } = userHealth(
      { login: "weekly", isUnseen: true, adoptionPercent, happiness: "neutral" },
      RULES,
    );
    expect(score).toBe(63);
    expect(parts[1]).toMatchObject({ input: null, points: null, effectiveWeight: 0, missing: "unseenByTracker" });
    expect(parts.map(({ effectiveWeight }) => effectiveWeight)).toEqual([0.5, 0, 0.5]);
  }
});

test("or counts 0 points, where the definitions say so", () => {
  const rules = compileHealth({ missing: "zero" });
  const { score, parts } = userHealth({ login: "daily", isUnseen: false, adoptionPercent: 30, happiness: null }, rules);
  expect(score).toBe(42);
  expect(parts[2]).toMatchObject({ points: 0, effectiveWeight: 0.3, contribution: 0, missing: "noRecentAnswer" });
});

test("of whom nothing is known that weighs anything has no score, not 0", () => {
  const nothing: HealthInputs = { login: "inactive", isUnseen: false, adoptionPercent: null, happiness: null };
  for (const missing of ["exclude", "zero"] as const) {
    const rules = compileHealth({ missing, weights: { login: 0 } });
    const health = userHealth(nothing, rules);
    expect([health.score, health.class]).toEqual([null, null]);
    expect(health.parts.map((part) => part.missing)).toEqual([null, "nothingRelevant", "noRecentAnswer"]);
    expect(health.parts.map((part) => part.effectiveWeight)).toEqual([0, 0, 0]);
  }
});

test("who was never seen is in no class of health but in a state of their own, whatever else is known", () => {
  const host: HealthInputs = { login: "neverSeen", isUnseen: false, adoptionPercent: 0, happiness: "happy" };
  for (const missing of ["exclude", "zero"] as const) {
    const { score, class: state, parts } = userHealth(host, compileHealth({ missing }));
    expect([score, state]).toEqual([null, "neverSeen"]);
    expect(parts.map((part) => [part.input, part.missing])).toEqual([
      [null, "neverSeen"],
      [null, "neverSeen"],
      ["happy", null],
    ]);
    expect(parts.map(({ effectiveWeight, contribution }) => [effectiveWeight, contribution])).toEqual(
      parts.map(() => [0, 0]),
    );
  }
});

test("a user who is seen, but has adopted nothing, has 0 for that part", () => {
  expect(scoreOf({ login: "inactive", isUnseen: false, adoptionPercent: 0, happiness: null })).toBe(0);
});

test("contributions add up to the score, weights to 1, and better inputs never make it worse", () => {
  const inputs = fc.record({
    login: fc.constantFrom(...LOGIN_CLASSES),
    isUnseen: fc.boolean(),
    adoptionPercent: fc.option(fc.integer({ min: 0, max: 99 })),
    happiness: fc.option(fc.constantFrom(...HAPPINESS_LEVELS)),
  });
  const weight = fc.integer({ min: 1, max: 100 });
  const weights = fc.record({ login: weight, adoption: weight, feedback: weight });
  fc.assert(
    fc.property(inputs, weights, fc.constantFrom("exclude" as const, "zero" as const), (some, given, missing) => {
      const rules = compileHealth({ weights: given, missing });
      const { score, parts } = userHealth(some, rules);
      const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((all, part) => all + of(part), 0);
      expect(sum((part) => part.effectiveWeight)).toBeCloseTo(1);
      expect(Math.abs(sum((part) => part.contribution) - (score ?? Number.NaN))).toBeLessThanOrEqual(0.5 + 1e-6);
      const adoptionPercent = some.adoptionPercent === null ? null : some.adoptionPercent + 1;
      expect(scoreOf({ ...some, adoptionPercent }, rules)).toBeGreaterThanOrEqual(score ?? Number.NaN);
    }),
  );
});
