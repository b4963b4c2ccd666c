import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_MODULE_STATUS } from "../definitions/module-definition.ts";
import { moduleStatus, targetStatus } from "./module-status.ts";

const RULES = DEFAULT_MODULE_STATUS;

test.each([
  [0, 200, "critical"],
  [19, 200, "critical"],
  [20, 200, "needsAttention"],
  [57, 570, "needsAttention"],
  [3, 30, "needsAttention"],
  [100, 200, "needsAttention"],
  [29, 58, "needsAttention"],
  [101, 200, "onTrack"],
  [120, 200, "onTrack"],
  [6, 5, "onTrack"],
])("%i of %i is %s", (active, licensed, status) => {
  expect(moduleStatus({ active, licensed }, RULES)).toBe(status);
});

test("the definitions can move the borders, and both still need attention", () => {
  const rules = { ...RULES, criticalBelowPercent: 20, onTrackAbovePercent: 33.3 };
  const statusOf = (active: number) => moduleStatus({ active, licensed: 1_000 }, rules);
  expect([199, 200, 333, 334].map(statusOf)).toEqual(["critical", "needsAttention", "needsAttention", "onTrack"]);
});

test("120 of 200 against 85 % is on track, but off target: 25 points, 50 more users", () => {
  const counts = { active: 120, licensed: 200 };
  expect(moduleStatus(counts, RULES)).toBe("onTrack");
  expect(targetStatus(counts, 85, RULES)).toEqual({ status: "off", targetPercent: 85, gapPoints: 25, gapUsers: 50 });
});

test.each([
  [170, "on", 0, 0],
  [200, "on", 0, 0],
  [169, "near", 0.5, 1],
  [150, "near", 10, 20],
  [149, "off", 10.5, 21],
  [0, "off", 85, 170],
])("%i of 200 against 85 %%: %s", (active, status, gapPoints, gapUsers) => {
  expect(targetStatus({ active, licensed: 200 }, 85, RULES)).toMatchObject({ status, gapPoints, gapUsers });
});

test("without a target there is nothing to be on or off", () => {
  expect(targetStatus({ active: 1, licensed: 2 }, null, RULES)).toBeNull();
  expect(targetStatus({ active: 0, licensed: 2 }, 0, RULES)).toMatchObject({ status: "on" });
});

test("as many more people as the gap says reach the target, and one less doesn't", () => {
  const counts = fc
    .integer({ min: 1, max: 5_000 })
    .chain((licensed) => fc.record({ licensed: fc.constant(licensed), active: fc.nat({ max: licensed }) }));
  fc.assert(
    fc.property(counts, fc.integer({ min: 0, max: 1_000 }), ({ active, licensed }, tenths) => {
      const target = tenths / 10;
      const statusWith = (people: number) => targetStatus({ active: people, licensed }, target, RULES)?.status;
      const gap = targetStatus({ active, licensed }, target, RULES)?.gapUsers ?? Number.NaN;
      expect(statusWith(active + gap)).toBe("on");
      fc.pre(gap > 0);
      expect(statusWith(active + gap - 1)).not.toBe("on");
    }),
  );
});
