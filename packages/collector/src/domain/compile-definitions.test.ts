import { expect, test } from "vitest";
import { compileDefinitions } from "./compile-definitions.ts";
import type { Definitions } from "./definitions/definitions.ts";
import { dayOfIsoDate } from "./period/calendar-date.ts";

test("definitions that say nothing get every default", () => {
  const compiled = compileDefinitions({ features: {} }, 0);
  expect(compiled.health).toEqual({
    weights: { login: 30, adoption: 40, feedback: 30 },
    cuts: { thriving: 76, healthy: 51, steady: 26 },
    segmentWeights: {},
    missing: "exclude",
    loginPoints: { daily: 100, weekly: 75, monthly: 50, inactive: 0 },
    feedbackDays: 180,
    seenDays: 90,
    productEngagement: null,
  });
  expect(compiled.moduleStatus).toEqual({ criticalBelowPercent: 10, onTrackAbovePercent: 50, nearPoints: 10 });
  expect(compiled.workingDays).toEqual([1, 2, 3, 4, 5]);
  expect(compiled.defaultPeriod).toBe("month");
  expect([...compiled.successRoles]).toEqual([["csm", { name: "Customer success manager" }]]);
  expect([compiled.goal, compiled.snapshots, compiled.segments.size]).toEqual([null, "monthly", 0]);
  expect(compiled.attention).toMatchObject({ touchpointDays: 15, premiumFactor: 2, weights: { silent: 3 } });
});

test("what a part of the health and attention rules leaves out stays as it was", () => {
  const { health, attention } = compileDefinitions(
    { features: {}, health: { weights: { login: 10 }, cuts: { steady: 30 } }, attention: { weights: { silent: 9 } } },
    0,
  );
  expect(health.weights).toEqual({ login: 10, adoption: 40, feedback: 30 });
  expect(health.cuts).toEqual({ thriving: 76, healthy: 51, steady: 30 });
  expect(attention.weights).toMatchObject({ silent: 9, unhappy: 3 });
});

test("product engagement is chosen by giving it, and what it leaves out weighs as much as the others", () => {
  const chosen = (productEngagement: NonNullable<Definitions["health"]>["productEngagement"] & object) =>
    compileDefinitions({ features: {}, health: { productEngagement } }, 0).health.productEngagement;
  expect(chosen({})).toEqual({ weights: { adoption: 1, stickiness: 1, growth: 1 } });
  expect(chosen({ weights: { growth: 0 } })).toEqual({ weights: { adoption: 1, stickiness: 1, growth: 0 } });
});

test("a module knows its features, and a feature for whom and since when it is", () => {
  const { modules, features } = compileDefinitions(
    {
      features: {
        deals: {
          name: "Deals",
          module: "sales",
          core: true,
          roles: ["seller"],
          launchedAt: "2026-11-01",
          rhythmDays: 30,
        },
        help: { name: "Help" },
        quotes: { name: "Quotes", module: "sales" },
      },
      modules: {
        sales: { name: "Sales", targetPercent: 80 },
        offline: { name: "Offline", windowDays: 7, activeMs: 1 },
      },
    },
    1,
  );
  expect(modules.get("sales")).toEqual({
    module: "sales",
    name: "Sales",
    actions: [],
    actionCount: 1,
    needs: "any",
    seats: { kind: "told" },
    owner: null,
    description: null,
    targetPercent: 80,
    activeMs: 60_000,
    windowDays: 30,
    features: ["deals", "quotes"],
  });
  expect(modules.get("offline")).toMatchObject({ features: [], targetPercent: null, windowDays: 7, activeMs: 1 });
  expect(features.get("deals")).toMatchObject({
    core: true,
    roles: ["seller"],
    plans: null,
    launchedDay: dayOfIsoDate("2026-11-01"),
    rhythmDays: 30,
    living: { activeDays: 60, coolingDays: 120 },
  });
  expect(features.get("help")).toMatchObject({ core: false, roles: null, plans: null, launchedDay: null });
});

test("milestones keep the order of the file, and have version 1 until they say otherwise", () => {
  const rule = { kind: "time", activeMs: 1 } as const;
  const { milestones } = compileDefinitions(
    { features: {}, milestones: { b: { name: "B", rule }, a: { name: "A", rule, version: 3, scope: "account" } } },
    1,
  );
  expect([...milestones.values()]).toEqual([
    { milestone: "b", name: "B", scope: "member", segment: null, version: 1, order: 0, rule },
    { milestone: "a", name: "A", scope: "account", segment: null, version: 3, order: 1, rule },
  ]);
});

test("definitions that say little get seven minutes, focus and the 60 s limit", () => {
  const definitions = compileDefinitions(
    { features: { phone: { name: "Phone", module: "talk" } }, modules: { talk: { name: "Talk" } } },
    7,
  );
  expect(definitions.features.get("phone")).toEqual({
    feature: "phone",
    name: "Phone",
    kind: "feature",
    module: "talk",
    moduleName: "Talk",
    urls: [],
    attention: "focus",
    thresholdMs: 420_000,
    core: false,
    roles: null,
    plans: null,
    launchedDay: null,
    rhythmDays: null,
    living: { activeDays: 14, coolingDays: 30 },
  });
  expect([definitions.version, definitions.idleLimit, definitions.idleLimitIndex, definitions.enabled]).toEqual([
    7,
    "60s",
    1,
    true,
  ]);
  expect(definitions.vitals).toBe(false);
});

test("a feature is a link when its key or its definition says so", () => {
  const features = {
    "link:help": { name: "Help centre" },
    academy: { name: "Academy", kind: "link" },
    "link:inbox": { name: "Inbox", kind: "feature" },
    links: { name: "Links" },
  } as const;
  const kinds = [...compileDefinitions({ features }, 1).features.values()].map(({ feature, kind }) => [feature, kind]);
  expect(kinds).toEqual([
    ["link:help", "link"],
    ["academy", "link"],
    ["link:inbox", "feature"],
    ["links", "feature"],
  ]);
});
