import * as fc from "fast-check";
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

const anyState = fc.constantFrom<MilestoneState>(
  open,
  { ...open, progress: 0.1 },
  met,
  { ...met, recorded: false },
  notRelevant,
);
const anyMilestones = fc.uniqueArray(
  fc
    .record({ order: fc.nat(30), state: anyState, segment: fc.constantFrom(null, "agents", "owners") })
    .map((one) => milestone(one.order, one.state, one.segment)),
  { selector: (one) => one.milestone.order },
);

test("met, open and not relevant are all, and the next one is open with no open one before it", () => {
  fc.assert(
    fc.property(anyMilestones, (all) => {
      const counts = countMilestones(all);
      expect(counts.met + counts.open + counts.notRelevant).toBe(all.length);
      const next = nextMilestone(all);
      expect(next === null).toBe(counts.open === 0);
      expect(next?.state.kind ?? "open").toBe("open");
      const before = all.filter((one) => next !== null && one.milestone.order < next.milestone.order);
      expect(countMilestones(before).open).toBe(0);
      expect(nextMilestone(all.toReversed())).toBe(next);
    }),
  );
});

test("who is shown a milestone is in its segment or has met it, and to be in one more segment hides none", () => {
  fc.assert(
    fc.property(anyMilestones, fc.subarray(["agents", "owners"]), (all, segments) => {
      const shown = milestonesOf(all, new Set(segments));
      expect(shown).toEqual(milestonesOf(all.toReversed(), new Set(segments)));
      const orders = shown.map((one) => one.milestone.order);
      expect(orders).toEqual(orders.toSorted((one, other) => one - other));
      for (const one of all) {
        const isTheirs = one.milestone.segment === null || segments.includes(one.milestone.segment);
        const hasMet = one.state.kind === "met" && one.state.recorded;
        expect(shown.includes(one)).toBe(isTheirs || hasMet);
      }
      expect(milestonesOf(all, new Set([...segments, "owners"]))).toEqual(expect.arrayContaining([...shown]));
    }),
  );
});
