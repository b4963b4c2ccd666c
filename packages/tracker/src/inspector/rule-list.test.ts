import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileRules } from "../protocol/index.ts";
import { resolveRule } from "../rules.ts";
import { listRules, ruleOf } from "./rule-list.ts";

const patterns = [
  "/",
  "/contacts",
  "/contacts/:id",
  "/reports/*",
  "/*",
  "#/inbox/:id",
  "/app#/inbox",
  "/app#/",
  "/app?view=calendar",
  "/app?view=",
  "/app#/inbox?tab=sent",
];

test.for(patterns)("the tree tells how %s was written", (pattern) => {
  expect(listRules(compileRules([{ feature: "it", urls: [pattern] }])).map((rule) => rule.pattern)).toEqual([pattern]);
});

test("the rule that is named is one that claims the address by itself, for the feature that the tracker says", () => {
  const features = fc
    .uniqueArray(fc.constantFrom(...patterns), { minLength: 1 })
    .map((urls) => urls.map((url, index) => ({ feature: `f${index % 3}`, urls: [url] })));
  const paths = ["/", "/contacts", "/contacts/7", "/reports/a/b", "/app", "/app?view=calendar", "/app#/inbox?tab=sent"];
  fc.assert(
    fc.property(features, fc.constantFrom(...paths, "/x#/inbox/1", "/app#/", "/nowhere"), (defined, path) => {
      const href = `https://app.example.com${path}`;
      const rules = compileRules(defined);
      const rule = ruleOf(rules, href);
      expect(rule?.feature).toBe(resolveRule(rules, href));
      if (!rule) return;
      expect(resolveRule(rule.alone, href)).toBe(rule.feature);
      expect(resolveRule(compileRules([{ feature: "it", urls: [rule.pattern] }]), href)).toBe("it");
    }),
  );
});
