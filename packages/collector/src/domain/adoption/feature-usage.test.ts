import type { Stage } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { featureUsage } from "./feature-usage.ts";

const many = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const pair = (account: string, feature: string, stage: Stage) => ({ account, feature, stage });

test("50 accounts × 16 features are 800 pairs, of which 500 used are 62.5 %", () => {
  const accounts = many(50, "account-");
  const features = many(16, "feature-");
  const pairs = accounts.flatMap((account) => features.map((feature) => ({ account, feature })));
  const uses = pairs.map(({ account, feature }, index) =>
    pair(account, feature, index < 500 ? "adopted" : index < 600 ? "tried" : "untouched"),
  );
  expect(featureUsage(accounts, features, uses)).toEqual({
    activeAccounts: 50,
    features: 16,
    notRelevant: 0,
    possible: 800,
    used: 500,
    tried: 100,
    percent: 62.5,
    percentWithTried: 75,
  });
});

test("two members of one account are one pair, and the furthest of them decides", () => {
  const uses = [pair("a", "x", "adopted"), pair("a", "x", "untouched"), pair("a", "x", "tried")];
  expect(featureUsage(["a"], ["x", "y"], uses)).toMatchObject({ used: 1, tried: 0, percent: 50 });
});

test("churned accounts, undefined features and time without a feature count nothing", () => {
  const uses = [pair("gone", "x", "adopted"), pair("a", "zz", "adopted"), pair("a", "_other", "adopted")];
  expect(featureUsage(["a"], ["x", "_other"], uses)).toMatchObject({ features: 1, possible: 1, used: 0, percent: 0 });
});

test("pairs of which somebody has said that they aren't relevant are in neither term", () => {
  const uses = [pair("a", "x", "adopted"), pair("a", "y", "adopted"), pair("b", "x", "tried")];
  const isNotRelevant = (account: string, feature: string) => `${account} ${feature}` === "a y" || account === "b";
  expect(featureUsage(["a", "b"], ["x", "y"], uses, isNotRelevant)).toMatchObject({
    notRelevant: 3,
    possible: 1,
    used: 1,
    tried: 0,
    percent: 100,
  });
});

test("an account that never reported is in the denominator", () => {
  expect(featureUsage(["a", "silent"], ["x"], [pair("a", "x", "adopted")]).percent).toBe(50);
});

test("without accounts or without features there is no percentage, not 0 %", () => {
  expect(featureUsage([], ["x"], []).percent).toBeNull();
  expect(featureUsage(["a"], [], []).percentWithTried).toBeNull();
});

test("order and repetition of uses don't matter, and no share is above 100 %", () => {
  const use = fc.record({
    account: fc.constantFrom("a", "b", "gone"),
    feature: fc.constantFrom("x", "y", "zz"),
    stage: fc.constantFrom<Stage>("untouched", "tried", "adopted"),
  });
  const arrivals = fc
    .array(use)
    .chain((uses) => fc.tuple(fc.constant(uses), fc.shuffledSubarray(uses, { minLength: uses.length })));
  fc.assert(
    fc.property(arrivals, ([uses, others]) => {
      const usage = featureUsage(["a", "b"], ["x", "y"], uses);
      expect(featureUsage(["b", "a"], ["y", "x"], [...others, ...others])).toEqual(usage);
      expect(usage.percentWithTried).toBeLessThanOrEqual(100);
      expect(usage.percent ?? 0).toBeLessThanOrEqual(usage.percentWithTried ?? 0);
    }),
  );
});
