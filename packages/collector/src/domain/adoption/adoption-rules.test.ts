import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import type { Definitions } from "../definitions/definitions.ts";
import { adoptionRules } from "./adoption-rules.ts";

const KEYS = ["inbox", "deals", "Inbox", "reports", "link:help"];
const anyLimit = fc.constantFrom("30s" as const, "60s" as const, "120s" as const, "none" as const);
const anyThresholds = fc.uniqueArray(fc.tuple(fc.constantFrom(...KEYS), fc.integer({ min: 1, max: 3 })), {
  selector: ([feature]) => feature,
});

function rulesOf(
  idleLimit: NonNullable<Definitions["idleLimit"]>,
  thresholds: readonly (readonly [feature: string, minutes: number])[],
  name = "A name",
): string {
  const features = Object.fromEntries(
    thresholds.map(([feature, minutes]) => [feature, { name, thresholdMs: minutes * 60_000 }]),
  );
  return adoptionRules(compileDefinitions({ idleLimit, features }, 1));
}

test("rules are told by one text exactly where limit, features and thresholds are the same, in whatever order", () => {
  const sorted = (thresholds: readonly (readonly [string, number])[]): string =>
    thresholds
      .map(([feature, minutes]) => `${feature}=${minutes}`)
      .toSorted()
      .join();
  fc.assert(
    fc.property(anyLimit, anyLimit, anyThresholds, anyThresholds, (limit, otherLimit, thresholds, others) => {
      const rules = rulesOf(limit, thresholds);
      expect(rulesOf(limit, thresholds.toReversed(), "Another name")).toBe(rules);
      const areSame = limit === otherLimit && sorted(thresholds) === sorted(others);
      expect(rulesOf(otherLimit, others) === rules).toBe(areSame);
    }),
  );
});
