import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttributeValue, SegmentDefinition, SegmentRule } from "../definitions/segment-definition.ts";
import { judgeRule, type SegmentFacts } from "./segment-rule.ts";
import { segmentsOf } from "./segments-of.ts";

const attributes: Readonly<Record<string, readonly AttributeValue[]>> = {
  plan: ["pro"],
  premium: [false],
  employees: [50],
  region: ["eu", "us"],
};
const metrics: Readonly<Record<string, number>> = { seatUsePercent: 40, activeMs: 0 };
const facts: SegmentFacts = {
  attribute: (name) => attributes[name] ?? [],
  assignees: (role) => (role === "csm" ? ["ana"] : []),
  metric: (name) => metrics[name] ?? null,
};

describe("a rule is met", () => {
  test.each<[string, SegmentRule, string]>([
    ["by an equal value", { kind: "attribute", attribute: "plan", equals: "pro" }, "yes"],
    ["not by another one", { kind: "attribute", attribute: "plan", equals: "Pro" }, "no"],
    ["by false, which is a value", { kind: "attribute", attribute: "premium", equals: false }, "yes"],
    ["by one of several", { kind: "attribute", attribute: "plan", oneOf: ["scale", "pro"] }, "yes"],
    ["by a number in the range", { kind: "attribute", attribute: "employees", atLeast: 50, atMost: 50 }, "yes"],
    ["not by one below it", { kind: "attribute", attribute: "employees", atLeast: 51 }, "no"],
    ["not by a text in a range", { kind: "attribute", attribute: "plan", atLeast: 0 }, "no"],
    ["by one account of several", { kind: "attribute", attribute: "region", equals: "us" }, "yes"],
    ["by what exists", { kind: "attribute", attribute: "plan", exists: true }, "yes"],
    ["by what is missing, if it asks for that", { kind: "attribute", attribute: "industry", exists: false }, "yes"],
    [
      "not by what exists, if it asks for what is missing",
      { kind: "attribute", attribute: "plan", exists: false },
      "no",
    ],
    ["by nobody of what is missing", { kind: "attribute", attribute: "industry", equals: "retail" }, "unknown"],
    ["by an assignee", { kind: "assignee", successRole: "csm", oneOf: ["ana", "ben"] }, "yes"],
    ["not by nobody", { kind: "assignee", successRole: "onboarding", equals: "ana" }, "no"],
    ["by nobody, if it asks for that", { kind: "assignee", successRole: "onboarding", exists: false }, "yes"],
    ["by a metric of 0", { kind: "metric", metric: "activeMs", atMost: 0 }, "yes"],
    ["by a metric at the border", { kind: "metric", metric: "seatUsePercent", atMost: 40 }, "yes"],
    ["not by one above it", { kind: "metric", metric: "seatUsePercent", atMost: 39.9 }, "no"],
    ["by nobody without data", { kind: "metric", metric: "daysSinceLastSeen", atLeast: 30 }, "unknown"],
    ["by no data, if it asks for that", { kind: "metric", metric: "daysSinceLastSeen", exists: false }, "yes"],
  ])("%s", (_what, rule, verdict) => {
    expect(judgeRule(rule, facts)).toBe(verdict);
  });
});

const yes: SegmentRule = { kind: "attribute", attribute: "plan", exists: true };
const no: SegmentRule = { kind: "attribute", attribute: "plan", exists: false };
const unknown: SegmentRule = { kind: "metric", metric: "healthScore", atLeast: 0 };

test.each<[SegmentRule, string]>([
  [{ kind: "all", rules: [yes, yes] }, "yes"],
  [{ kind: "all", rules: [yes, unknown] }, "unknown"],
  [{ kind: "all", rules: [unknown, no] }, "no"],
  [{ kind: "any", rules: [no, no] }, "no"],
  [{ kind: "any", rules: [no, unknown] }, "unknown"],
  [{ kind: "any", rules: [unknown, yes] }, "yes"],
  [{ kind: "not", rule: no }, "yes"],
  [{ kind: "not", rule: yes }, "no"],
  [{ kind: "not", rule: unknown }, "unknown"],
])("%j is %s", (rule, verdict) => {
  expect(judgeRule(rule, facts)).toBe(verdict);
});

const segment = (of: "account" | "user", when: SegmentRule): SegmentDefinition => ({ name: "S", of, when });

test("somebody can be in several segments, in the order of the file", () => {
  const segments = new Map([
    ["unknown", segment("account", unknown)],
    ["second", segment("account", yes)],
    ["users", segment("user", yes)],
    ["first in no other order", segment("account", { kind: "any", rules: [no, yes] })],
  ]);
  expect(segmentsOf(segments, "account", facts)).toEqual(["second", "first in no other order"]);
  expect(segmentsOf(segments, "user", facts)).toEqual(["users"]);
});

test("who is in none is in none", () => {
  expect(segmentsOf(new Map([["n", segment("account", no)]]), "account", facts)).toEqual([]);
  expect(segmentsOf(new Map(), "user", facts)).toEqual([]);
});

test("what becomes known never turns a verdict round, it only decides what was unknown", () => {
  const { rule } = fc.letrec<{ rule: SegmentRule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 4 },
      fc.record({
        kind: fc.constant("metric" as const),
        metric: fc.constantFrom("activeMs" as const, "healthScore" as const, "ageDays" as const),
        atLeast: fc.nat({ max: 3 }),
      }),
      fc.record({
        kind: fc.constantFrom("all" as const, "any" as const),
        rules: fc.array(tie("rule"), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant("not" as const), rule: tie("rule") }),
    ),
  }));
  const known = fc.record({ activeMs: fc.nat(3), healthScore: fc.nat(3), ageDays: fc.nat(3) });
  const hidden = fc.subarray(["activeMs", "healthScore", "ageDays"]);
  fc.assert(
    fc.property(rule, known, hidden, (some, values, missing) => {
      const all: Readonly<Record<string, number>> = values;
      const withAll = judgeRule(some, { ...facts, metric: (name) => all[name] ?? null });
      const withLess = judgeRule(some, {
        ...facts,
        metric: (name) => (missing.includes(name) ? null : (all[name] ?? null)),
      });
      expect(["yes", "no"]).toContain(withAll);
      expect([withAll, "unknown"]).toContain(withLess);
    }),
  );
});
