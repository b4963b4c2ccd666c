import { expect, test } from "vitest";
import { checkDefinitions } from "./check-definitions.ts";

const features = { calendars: { name: "Calendars" } };

function problemsOf(value: unknown): readonly string[] {
  const check = checkDefinitions(value);
  return check.kind === "invalid" ? check.problems : [];
}

test("definitions that hold come back as they are", () => {
  const definitions = {
    idleLimit: "120s",
    enabled: true,
    vitals: true,
    features: {
      calendars: {
        name: "Calendars",
        kind: "feature",
        module: "plan",
        urls: ["/c/:id", "/c?view=week"],
        attention: "visible",
        thresholdMs: 0,
        core: true,
        roles: ["admin", "agent"],
        plans: ["pro"],
        launchedAt: "2026-11-01",
        rhythmDays: 30,
      },
      "link:help": { name: "Help centre" },
    },
    modules: {
      plan: {
        name: "Plan",
        description: "Time",
        targetPercent: 70,
        activeMs: 120_000,
        windowDays: 14,
        actions: ["booking.completed"],
        actionCount: 3,
        needs: "all",
        seats: { kind: "attribute", attribute: "seats" },
        owner: "Maya",
      },
      told: { name: "Told", seats: { kind: "told" } },
      shared: { name: "Shared", seats: { kind: "module", module: "told" } },
      all: { name: "All", seats: { kind: "members" } },
    },
    actions: { "booking.completed": { name: "Bookings", weight: 2, source: "server", feature: "calendars" } },
    assetTypes: { calendar: { name: "Calendars", feature: "calendars", activeWithinDays: 30 } },
    milestones: {
      start: {
        name: "Start",
        scope: "account",
        segment: "unused",
        version: 2,
        rule: {
          kind: "any",
          rules: [
            { kind: "all", rules: [{ kind: "adopted", feature: "calendars" }] },
            { kind: "adoptedFeatures", count: 1, module: "plan" },
            { kind: "adoptedFeatures", count: 2 },
            { kind: "visits", feature: "calendars", count: 3 },
            { kind: "time", activeMs: 1 },
            { kind: "action", action: "booking.completed", count: 1 },
            { kind: "assets", type: "calendar", count: 1, configured: true },
          ],
        },
      },
    },
    segments: {
      unused: {
        name: "Pays, but hardly uses",
        of: "account",
        when: {
          kind: "all",
          rules: [
            { kind: "attribute", attribute: "plan", oneOf: ["pro", "scale"] },
            { kind: "attribute", attribute: "premium", equals: true },
            { kind: "attribute", attribute: "employees", atLeast: 10, atMost: 500 },
            { kind: "any", rules: [{ kind: "metric", metric: "seatUsePercent", atMost: 50 }] },
            { kind: "not", rule: { kind: "assignee", successRole: "onboarding", exists: false } },
            { kind: "assignee", successRole: "onboarding", oneOf: ["ana", "ben"] },
          ],
        },
      },
      away: { name: "Away", of: "user", when: { kind: "metric", metric: "daysSinceLastSeen", atLeast: 30 } },
    },
    moduleStatus: { criticalBelowPercent: 20, onTrackAbovePercent: 60, nearPoints: 5 },
    health: {
      weights: { login: 1, adoption: 1, feedback: 0 },
      cuts: { thriving: 90 },
      missing: "zero",
      loginPoints: { weekly: 80 },
      feedbackDays: 90,
      seenDays: 30,
    },
    attention: { weights: { silent: 5 }, premiumFactor: 3, dropPercent: 30, touchpointDays: 30 },
    workingDays: [7, 1, 2, 3, 4],
    goal: { name: "A hundred customers", metric: "saasAccounts", target: 100 },
    snapshots: "quarterly",
    successRoles: { onboarding: { name: "Onboarding" } },
  };
  expect(checkDefinitions(definitions)).toEqual({ kind: "valid", definitions });
});

test.each([
  ["nothing", null, "The definitions must be an object"],
  ["no features", {}, "features is missing"],
  ["a misspelt field", { features, feature: {} }, "feature is not part of the definitions"],
  ["a feature without a name", { features: { calendars: {} } }, "features.calendars.name is missing"],
  [
    "a negative threshold",
    { features: { a: { name: "A", thresholdMs: -1 } } },
    "features.a.thresholdMs must not be less than 0 (it is -1)",
  ],
  [
    "a threshold with a fraction",
    { features: { a: { name: "A", thresholdMs: 0.5 } } },
    "features.a.thresholdMs must be a whole number",
  ],
  [
    "a URL that is no pattern",
    { features: { a: { name: "A", urls: ["https://x.test/a"] } } },
    'features.a.urls.0 is no URL pattern: write a path such as /contacts/:id or /reports/*, a hash route such as /app#/inbox, or either with a query such as ?view=calendar (it is "https://x.test/a")',
  ],
  [
    "a URL pattern whose query makes no sense",
    { features: { a: { name: "A", urls: ["/", "/a?view=:id"] } } },
    "features.a.urls.1 is no URL pattern: a query has no :name",
  ],
  [
    "an unknown kind",
    { features: { a: { name: "A", kind: "menu" } } },
    'features.a.kind must be one of "feature", "link" (it is "menu")',
  ],
  ["vitals that are neither on nor off", { features, vitals: "all" }, "vitals must be true or false"],
  [
    "an unknown idle limit",
    { features, idleLimit: "5s" },
    'idleLimit must be one of "30s", "60s", "120s", "none" (it is "5s")',
  ],
  [
    "a target above 100",
    { features, modules: { m: { name: "M", targetPercent: 101 } } },
    "modules.m.targetPercent must not be more than 100",
  ],
  [
    "a rule of no kind",
    { features, milestones: { m: { name: "M", rule: { kind: "luck" } } } },
    "milestones.m.rule.kind needs a kind",
  ],
  [
    "a rule without parts",
    { features, milestones: { m: { name: "M", rule: { kind: "all", rules: [] } } } },
    "milestones.m.rule.rules needs at least one rule",
  ],
  [
    "an unknown module",
    { features: { a: { name: "A", module: "zz" } }, modules: { m: { name: "M" } } },
    'features.a.module is "zz", which `modules` does not define. It defines m.',
  ],
  [
    "an unknown feature of an action",
    { features, actions: { x: { name: "X", feature: "zz" } } },
    'actions.x.feature is "zz", which `features` does not define. It defines calendars.',
  ],
  [
    "an unknown feature of an asset type",
    { features, assetTypes: { x: { name: "X", feature: "zz" } } },
    'assetTypes.x.feature is "zz"',
  ],
  [
    "an unknown feature deep in a rule",
    {
      features,
      milestones: { m: { name: "M", rule: { kind: "all", rules: [{ kind: "time", activeMs: 1, feature: "zz" }] } } },
    },
    'milestones.m.rule.rules.0.feature is "zz"',
  ],
  [
    "an unknown action in a rule",
    { features, milestones: { m: { name: "M", rule: { kind: "action", action: "zz", count: 1 } } } },
    'milestones.m.rule.action is "zz", which `actions` does not define. Add it to `actions`.',
  ],
  [
    "an unknown asset type in a rule",
    { features, milestones: { m: { name: "M", rule: { kind: "assets", type: "zz", count: 1 } } } },
    'milestones.m.rule.type is "zz"',
  ],
  [
    "a day that no calendar has",
    { features: { a: { name: "A", launchedAt: "2026-02-30" } } },
    'features.a.launchedAt is no date: write one such as "2026-11-01" (it is "2026-02-30")',
  ],
  [
    "a rhythm that changes nothing",
    { features: { a: { name: "A", rhythmDays: 1 } } },
    "features.a.rhythmDays must be 7 at least: a quicker rhythm changes nothing (it is 1)",
  ],
  [
    "a rhythm of no day",
    { features: { a: { name: "A", rhythmDays: 30.5 } } },
    "features.a.rhythmDays must be a whole number (it is 30.5)",
  ],
  [
    "a feature for no role",
    { features: { a: { name: "A", roles: [] } } },
    "features.a.roles needs at least one of the roles, or to be left out",
  ],
  ["a plan twice", { features: { a: { name: "A", plans: ["x", "x"] } } }, "features.a.plans names the same twice"],
  [
    "a window longer than slots are kept",
    { features, modules: { m: { name: "M", windowDays: 401 } } },
    "modules.m.windowDays must not be more than 400",
  ],
  [
    "a module in which everybody would be active",
    { features, modules: { m: { name: "M", activeMs: 0 } } },
    "modules.m.activeMs must not be less than 1",
  ],
  [
    "a critical share above the one on track",
    { features, moduleStatus: { criticalBelowPercent: 60 } },
    "moduleStatus has criticalBelowPercent above onTrackAbovePercent",
  ],
  [
    "product engagement of which no part weighs anything",
    { features, health: { productEngagement: { weights: { adoption: 0, stickiness: 0, growth: 0 } } } },
    "health weighs nothing in productEngagement",
  ],
  [
    "health of which no part weighs anything",
    { features, health: { weights: { login: 0, adoption: 0, feedback: 0 } } },
    "health weighs nothing",
  ],
  [
    "a cut above the default of the next",
    { features, health: { cuts: { healthy: 80 } } },
    "health has cuts that don't fall: thriving must be above healthy",
  ],
  [
    "points above 100",
    { features, health: { loginPoints: { daily: 101 } } },
    "health.loginPoints.daily must not be more than 100",
  ],
  [
    "an unknown reason",
    { features, attention: { weights: { luck: 1 } } },
    "attention.weights.luck is not part of the definitions",
  ],
  [
    "an eighth weekday",
    { features, workingDays: [8] },
    "workingDays.0 must be 1 for Monday, up to 7 for Sunday (it is 8)",
  ],
  ["a week without work", { features, workingDays: [] }, "workingDays needs at least one of the weekdays"],
  [
    "a goal of nothing",
    { features, goal: { name: "G", metric: "accounts", target: 0 } },
    "goal.target must be more than 0",
  ],
  [
    "a goal above every percentage",
    { features, goal: { name: "G", metric: "featureUsagePercent", target: 101 } },
    "goal has a target above 100",
  ],
  [
    "a schedule that there isn't",
    { features, snapshots: "weekly" },
    'snapshots must be one of "monthly", "quarterly", "none" (it is "weekly")',
  ],
  ["the reserved feature", { features: { _other: { name: "Other" } } }, "features._other is reserved"],
])("%s is refused by name", (_what, value, expected) => {
  expect(problemsOf(value)).toEqual([expect.stringContaining(expected)]);
});

test("every problem is told at once", () => {
  expect(problemsOf({ features: { a: { thresholdMs: -1 }, b: { name: "" } }, idleLimit: 5 })).toHaveLength(4);
});

test("modules name actions and seats that there are", () => {
  const modules = {
    sell: { name: "Sell", actions: ["call"], seats: { kind: "module", module: "other" } },
    all: { name: "All", seats: { kind: "members" } },
    also: { name: "Also", seats: { kind: "module", module: "all" } },
  };
  expect(problemsOf({ features, modules })).toEqual([
    'modules.sell.actions.0 is "call", which `actions` does not define. Add it to `actions`.',
    'modules.sell.seats.module is "other", which `modules` does not define. It defines sell, all, also.',
    'modules.also.seats.module is "all", of which the host tells no seats: its own are from elsewhere',
  ]);
  expect(problemsOf({ features, assetTypes: { flow: { name: "Flow", activeWithinDays: 0 } } })).toHaveLength(1);
});

test("ids that every object has are refused, wherever they stand", () => {
  const weights = JSON.parse('{ "__proto__": { "login": 1 } }') as object;
  const definitions = {
    features: { ...features, constructor: { name: "Builder" } },
    health: { segmentWeights: weights },
  };
  expect(problemsOf(definitions)).toEqual([
    "features.constructor is no id, since every object has a constructor: choose another one",
    "health.segmentWeights.__proto__ is no id, since every object has a __proto__: choose another one",
  ]);
  expect(problemsOf({ features: { toString: { name: "Text" } } })).toEqual([]);
});
