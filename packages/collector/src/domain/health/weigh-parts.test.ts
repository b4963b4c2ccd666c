import * as fc from "fast-check";
import { expect, test } from "vitest";
import { weighParts } from "./weigh-parts.ts";

const HALF = { name: "half", points: 50, weight: 1 };
const NONE = { name: "none", points: null, weight: 3 };

test("a missing part is left out and the others weigh in proportion, or counts 0", () => {
  expect(weighParts([HALF, NONE], "exclude")).toEqual({
    score: 50,
    parts: [
      { ...HALF, effectiveWeight: 1, contribution: 50 },
      { ...NONE, effectiveWeight: 0, contribution: 0 },
    ],
  });
  expect(weighParts([HALF, NONE], "zero")).toMatchObject({ score: 13, parts: [{}, { points: 0 }] });
});

test("where nothing is known that weighs anything, or there can't be a score, there is none", () => {
  expect(weighParts([{ ...HALF, weight: 0 }, NONE], "zero").score).toBeNull();
  expect(weighParts([HALF], "exclude", false)).toEqual({
    score: null,
    parts: [{ ...HALF, effectiveWeight: 0, contribution: 0 }],
  });
});

test("a score is between the least and the most points that are known, and its weights come to 1", () => {
  const draft = fc.record({
    points: fc.option(fc.integer({ min: 0, max: 100 })),
    weight: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(draft, { minLength: 1, maxLength: 5 }), (drafts) => {
      const known = drafts.flatMap(({ points }) => points ?? []);
      fc.pre(known.length > 0);
      const { score, parts } = weighParts(drafts, "exclude");
      expect(score).toBeGreaterThanOrEqual(Math.min(...known));
      expect(score).toBeLessThanOrEqual(Math.max(...known));
      expect(parts.reduce((sum, { effectiveWeight }) => sum + effectiveWeight, 0)).toBeCloseTo(1);
    }),
  );
});
