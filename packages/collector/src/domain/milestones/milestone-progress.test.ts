import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { MilestoneRule } from "../definitions/definitions.ts";
import { milestoneProgress, share, type MilestoneFacts } from "./milestone-progress.ts";

const facts: MilestoneFacts = {
  adoption: (feature) => share(feature === "calendars" ? 420_000 : 210_000, 420_000, () => 5_000),
  adoptedAt: (module) => (module === "plan" ? [5_000, null] : [7_000, 5_000, 6_000]),
  visits: (feature) => (feature === "calendars" ? 3 : 0),
  visitsReachedAt: (feature) => (feature === "calendars" ? 3_000 : null),
  activeMs: (feature) => (feature === undefined ? 900_000 : 300_000),
  timeReachedAt: (feature, activeMs) => (feature === undefined ? null : activeMs / 100),
  actionCount: (action) => (action === "booking.completed" ? 4 : 0),
  actionReachedAt: (action) => (action === "booking.completed" ? 9_000 : null),
  assetCount: (_type, configuredOnly) => (configuredOnly ? 1 : 3),
  assetsReachedAt: (type, count) => (type === "calendar" ? count * 1_000 : null),
};

test.each<[string, MilestoneRule, object]>([
  ["an adopted feature", { kind: "adopted", feature: "calendars" }, { progress: 1, met: true, metAt: 5_000 }],
  ["half a threshold", { kind: "adopted", feature: "phone" }, { progress: 0.5, met: false, metAt: null }],
  ["adopted features", { kind: "adoptedFeatures", count: 2 }, { progress: 1, met: true, metAt: 6_000 }],
  ["too few of them", { kind: "adoptedFeatures", count: 4 }, { progress: 0.75, met: false, metAt: null }],
  [
    "those of a module, one of which was adopted at an unknown time",
    { kind: "adoptedFeatures", count: 1, module: "plan" },
    { progress: 1, met: true, metAt: null },
  ],
  ["visits", { kind: "visits", feature: "calendars", count: 3 }, { progress: 1, met: true, metAt: 3_000 }],
  ["too few visits", { kind: "visits", feature: "calendars", count: 4 }, { progress: 0.75, met: false, metAt: null }],
  ["no visits", { kind: "visits", feature: "phone", count: 1 }, { progress: 0, met: false, metAt: null }],
  ["time over all features", { kind: "time", activeMs: 1_800_000 }, { progress: 0.5, met: false, metAt: null }],
  [
    "time in one feature",
    { kind: "time", feature: "phone", activeMs: 300_000 },
    { progress: 1, met: true, metAt: 3_000 },
  ],
  [
    "an action often enough",
    { kind: "action", action: "booking.completed", count: 4 },
    { progress: 1, met: true, metAt: 9_000 },
  ],
  [
    "an action not often enough",
    { kind: "action", action: "booking.completed", count: 8 },
    { progress: 0.5, met: false, metAt: null },
  ],
  ["assets", { kind: "assets", type: "calendar", count: 3 }, { progress: 1, met: true, metAt: 3_000 }],
  [
    "assets of which nobody knows since when there are so many",
    { kind: "assets", type: "workflow", count: 3 },
    { progress: 1, met: true, metAt: null },
  ],
  [
    "configured assets only",
    { kind: "assets", type: "workflow", count: 2, configured: true },
    { progress: 0.5, met: false, metAt: null },
  ],
])("%s is measured", (_name, rule, expected) => {
  expect(milestoneProgress(rule, facts)).toEqual(expected);
});

const met: MilestoneRule = { kind: "adopted", feature: "calendars" };
const metLater: MilestoneRule = { kind: "action", action: "booking.completed", count: 4 };
const metSometime: MilestoneRule = { kind: "assets", type: "workflow", count: 1 };
const half: MilestoneRule = { kind: "adopted", feature: "phone" };

test("`all` is the mean of its parts, and met when its last part was", () => {
  expect(milestoneProgress({ kind: "all", rules: [met, half] }, facts)).toEqual({
    progress: 0.75,
    met: false,
    metAt: null,
  });
  expect(milestoneProgress({ kind: "all", rules: [met, metLater] }, facts)).toEqual({
    progress: 1,
    met: true,
    metAt: 9_000,
  });
});

test("`any` is its furthest part, and met when its first part was", () => {
  const nothing: MilestoneRule = { kind: "action", action: "call.made", count: 1 };
  expect(milestoneProgress({ kind: "any", rules: [nothing, half] }, facts)).toEqual({
    progress: 0.5,
    met: false,
    metAt: null,
  });
  expect(milestoneProgress({ kind: "any", rules: [half, metLater, met] }, facts)).toEqual({
    progress: 1,
    met: true,
    metAt: 5_000,
  });
});

test("a part met at an unknown time leaves the time of the whole unknown", () => {
  expect(milestoneProgress({ kind: "all", rules: [met, metSometime] }, facts).metAt).toBeNull();
  expect(milestoneProgress({ kind: "any", rules: [met, metSometime] }, facts).metAt).toBeNull();
});

test("progress is 1 exactly when the rule is met, however rules are nested and numbers round", () => {
  const { rule } = fc.letrec<{ rule: MilestoneRule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3 },
      fc.record({ kind: fc.constant("time" as const), activeMs: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }) }),
      fc.record({
        kind: fc.constant("action" as const),
        action: fc.constant("a"),
        count: fc.integer({ min: 1, max: 1e15 }),
      }),
      fc.record({
        kind: fc.constantFrom("all" as const, "any" as const),
        rules: fc.array(tie("rule"), { minLength: 1, maxLength: 8 }),
      }),
    ),
  }));
  const numbers = fc.record({ activeMs: fc.nat(Number.MAX_SAFE_INTEGER), count: fc.nat(1e15) });
  fc.assert(
    fc.property(rule, numbers, (some, { activeMs, count }) => {
      const result = milestoneProgress(some, { ...facts, activeMs: () => activeMs, actionCount: () => count });
      expect(result.progress).toBeGreaterThanOrEqual(0);
      expect(result.progress === 1).toBe(result.met);
    }),
  );
});
