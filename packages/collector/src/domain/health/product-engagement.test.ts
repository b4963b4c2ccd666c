import * as fc from "fast-check";
import { expect, test } from "vitest";
import { productEngagement, type ProductEngagementInputs } from "./product-engagement.ts";

const ALIKE = { adoption: 1, stickiness: 1, growth: 1 };
const INPUTS: ProductEngagementInputs = {
  adoption: { adopted: 3, eligible: 4 },
  stickiness: 0.3,
  growth: { new: 2, returned: 1, dropped: 4 },
};
const made = (more: Partial<ProductEngagementInputs> = {}) =>
  productEngagement({ ...INPUTS, ...more }, ALIKE, "exclude");
const growthOf = (growth: ProductEngagementInputs["growth"]) => made({ growth }).parts[2];

test("is the mean of adoption, stickiness and growth, told with its parts", () => {
  const { score, parts } = made();
  expect(score).toBe(60);
  expect(parts.map(({ part, input, points, missing }) => [part, input, points, missing])).toEqual([
    ["adoption", 75, 75, null],
    ["stickiness", 30, 30, null],
    ["growth", 0.75, 75, null],
  ]);
});

test("growth ends at 100 points, and is missing where nobody came or went", () => {
  expect(growthOf({ new: 9, returned: 0, dropped: 3 })).toMatchObject({ input: 3, points: 100 });
  expect(growthOf({ new: 1, returned: 0, dropped: 0 })).toMatchObject({ input: null, points: 100, missing: null });
  expect(growthOf({ new: 0, returned: 0, dropped: 2 })).toMatchObject({ input: 0, points: 0 });
  expect(growthOf({ new: 0, returned: 0, dropped: 0 })).toMatchObject({ points: null, missing: "nothingMoved" });
});

test("more may have adopted a feature than there are seats, and no part outweighs the others", () => {
  const { parts } = made({ adoption: { adopted: 5, eligible: 4 } });
  expect(parts[0]).toMatchObject({ input: 125, points: 100 });
});

test("a missing part is left out, or counts 0 where the definitions say so", () => {
  const inputs = { ...INPUTS, adoption: { adopted: 0, eligible: 0 } };
  expect(productEngagement(inputs, ALIKE, "exclude")).toMatchObject({
    score: 53,
    parts: [{ missing: "nothingEligible", effectiveWeight: 0 }, {}, {}],
  });
  expect(productEngagement(inputs, ALIKE, "zero").score).toBe(35);
});

test("where nobody was ever seen there is none, since nobody knows whether they can be", () => {
  const unseen = { adoption: null, stickiness: null, growth: { new: 0, returned: 0, dropped: 0 } };
  for (const missing of ["exclude", "zero"] as const) {
    const { score, parts } = productEngagement(unseen, ALIKE, missing);
    expect([score, ...parts.map((part) => part.missing)]).toEqual([null, "neverSeen", "nobodyActive", "nothingMoved"]);
  }
});

test("is between 0 and 100, and more adoption, stickiness or people never make it less", () => {
  const people = fc.nat({ max: 20 });
  const inputs = fc
    .record({
      adopted: people,
      more: people,
      stickiness: fc.nat({ max: 30 }),
      new: people,
      returned: people,
      dropped: people,
    })
    .map(({ adopted, more, stickiness, ...growth }) => ({
      adoption: { adopted, eligible: adopted + more + 1 },
      stickiness: stickiness / 31,
      // Where somebody moves, so that growth is in both.
      growth: { ...growth, dropped: growth.dropped + 1 },
    }));
  fc.assert(
    fc.property(inputs, ({ adoption, stickiness, growth }) => {
      const { score } = made({ adoption, stickiness, growth });
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      for (const better of [
        { adoption: { ...adoption, adopted: adoption.adopted + 1 }, stickiness, growth },
        { adoption, stickiness: stickiness + 1 / 31, growth },
        { adoption, stickiness, growth: { ...growth, new: growth.new + 1 } },
      ]) {
        expect(made(better).score).toBeGreaterThanOrEqual(score ?? Number.NaN);
      }
    }),
  );
});
