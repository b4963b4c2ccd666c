import { expect, test } from "vitest";
import { checkDefinitions } from "./check-definitions.ts";

const features = { calendars: { name: "Calendars" } };
const segmentOf = (of: string, when: unknown) => ({ features, segments: { s: { name: "S", of, when } } });

function problemsOf(value: unknown): readonly string[] {
  const check = checkDefinitions(value);
  return check.kind === "invalid" ? check.problems : [];
}

test.each([
  [
    "a segment rule without a comparison",
    segmentOf("account", { kind: "attribute", attribute: "plan" }),
    "segments.s.when needs a comparison: equals, oneOf, atLeast, atMost or exists",
  ],
  [
    "a segment rule with an empty range",
    segmentOf("account", { kind: "metric", metric: "activeMs", atLeast: 2, atMost: 1 }),
    "segments.s.when has atLeast above atMost, so nothing can match",
  ],
  [
    "a metric that there isn't",
    segmentOf("account", { kind: "metric", metric: "luck", atLeast: 1 }),
    'segments.s.when.metric must be one of "activeMs"',
  ],
  [
    "a segment rule of no kind",
    segmentOf("account", { plan: "pro" }),
    'segments.s.when.kind needs a kind: "attribute"',
  ],
  [
    "a success role that there isn't, deep in a segment",
    segmentOf("user", { kind: "not", rule: { kind: "assignee", successRole: "zz", exists: true } }),
    'segments.s.when.rule.successRole is "zz", which `successRoles` does not define. It defines csm.',
  ],
  [
    "users grouped by what only accounts have",
    segmentOf("user", { kind: "any", rules: [{ kind: "metric", metric: "seatUsePercent", atMost: 5 }] }),
    'segments.s.when.rules.0.metric is "seatUsePercent", which only accounts have, but the segment groups users',
  ],
  [
    "weights of health for an unknown segment",
    { features, health: { segmentWeights: { zz: { login: 1 } } } },
    'health.segmentWeights is "zz", which `segments` does not define',
  ],
  [
    "weights of health for an unknown segment that is called like what every object has",
    { features, segments: {}, health: { segmentWeights: { toString: { login: 1 } } } },
    'health.segmentWeights is "toString", which `segments` does not define',
  ],
  [
    "weights of health for users",
    {
      ...segmentOf("user", { kind: "attribute", attribute: "role", equals: "admin" }),
      health: { segmentWeights: { s: { login: 1 } } },
    },
    "health.segmentWeights.s is for a segment that groups users; health is weighed by account",
  ],
  [
    "weights of health by what people do, deep in a segment",
    {
      ...segmentOf("account", { kind: "not", rule: { kind: "metric", metric: "healthScore", atMost: 50 } }),
      health: { segmentWeights: { s: { login: 1 } } },
    },
    "health.segmentWeights.s is for a segment that looks at a metric (segments.s.when.rule)",
  ],
  [
    "weights of health that come to nothing in a segment",
    {
      ...segmentOf("account", { kind: "attribute", attribute: "plan", equals: "pro" }),
      health: { weights: { login: 0, adoption: 0 }, segmentWeights: { s: { feedback: 0 } } },
    },
    "health weighs nothing in one of its segmentWeights",
  ],
  [
    "a milestone for an unknown segment",
    { features, milestones: { m: { name: "M", segment: "zz", rule: { kind: "time", activeMs: 1 } } } },
    'milestones.m.segment is "zz", which `segments` does not define',
  ],
  [
    "an account's milestone for users",
    {
      ...segmentOf("user", { kind: "attribute", attribute: "role", equals: "admin" }),
      milestones: { m: { name: "M", scope: "account", segment: "s", rule: { kind: "time", activeMs: 1 } } },
    },
    'milestones.m.segment is "s", which groups users, but the milestone is an account\'s',
  ],
  [
    "more features to adopt than there are",
    { features, milestones: { m: { name: "M", rule: { kind: "adoptedFeatures", count: 2 } } } },
    "milestones.m.rule.count is 2, which is more than all features (1)",
  ],
  [
    "more features to adopt than a module has",
    {
      features,
      modules: { empty: { name: "Empty" } },
      milestones: {
        m: { name: "M", rule: { kind: "any", rules: [{ kind: "adoptedFeatures", count: 1, module: "empty" }] } },
      },
    },
    'milestones.m.rule.rules.0.count is 1, which is more than the features of "empty" (0)',
  ],
  [
    "visits of an unknown feature",
    { features, milestones: { m: { name: "M", rule: { kind: "visits", feature: "zz", count: 1 } } } },
    'milestones.m.rule.feature is "zz"',
  ],
])("%s is refused by name", (_what, value, expected) => {
  expect(problemsOf(value)).toEqual([expect.stringContaining(expected)]);
});
