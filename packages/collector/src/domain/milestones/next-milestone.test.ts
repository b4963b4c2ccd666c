import { expect, test } from "vitest";
import type { MilestoneState } from "./milestone-state.ts";
import { countMilestones, milestonesOf, nextMilestone, type MilestoneOf } from "./next-milestone.ts";

const open: MilestoneState = { kind: "open", progress: 0.9, earlier: [] };
const met: MilestoneState = { kind: "met", recorded: true, version: 1, metAtMs: null, earlier: [] };
const notRelevant: MilestoneState = { kind: "notRelevant", reason: "No", progress: 0, earlier: [] };

const milestone = (order: number, state: MilestoneState, segment: string | null = null): MilestoneOf => ({
  milestone: {
    milestone: `m${order}`,
    name: "M",
    scope: "member",
    segment,
    version: 1,
    order,
    rule: { kind: "time", activeMs: 1 },
  },
  state,
});
const ids = (milestones: readonly MilestoneOf[]) => milestones.map((one) => one.milestone.milestone);

test("the next one is the first open one in the order of the file", () => {
  const all = [milestone(3, open), milestone(2, open), milestone(0, met), milestone(1, notRelevant)];
  expect(nextMilestone(all)?.milestone.milestone).toBe("m2");
  expect(countMilestones(all)).toEqual({ met: 1, open: 2, notRelevant: 1 });
});

test("where none is open there is no next one", () => {
  expect(nextMilestone([milestone(0, met), milestone(1, notRelevant)])).toBeNull();
  expect(nextMilestone([])).toBeNull();
  expect(countMilestones([])).toEqual({ met: 0, open: 0, notRelevant: 0 });
});

test("somebody is shown what is for everybody, for their segments, and what they have met", () => {
  const all = [
    milestone(4, open),
    milestone(0, open, "agents"),
    milestone(1, open, "owners"),
    milestone(2, met, "owners"),
    milestone(3, { ...met, recorded: false }, "owners"),
  ];
  expect(ids(milestonesOf(all, new Set(["agents"])))).toEqual(["m0", "m2", "m4"]);
});
