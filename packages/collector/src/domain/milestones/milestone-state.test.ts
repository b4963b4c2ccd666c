import { SLOT_MS } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import type { MilestoneProgress } from "./milestone-progress.ts";
import { milestoneSinceSlot, milestoneState, newRecord, type MilestoneRecord } from "./milestone-state.ts";

function milestone(version: number) {
  const rule = { kind: "time", activeMs: 1 } as const;
  const { milestones } = compileDefinitions({ features: {}, milestones: { m: { name: "M", version, rule } } }, 1);
  const compiled = milestones.get("m");
  if (compiled === undefined) throw new Error("it is defined");
  return compiled;
}
const V1 = milestone(1);
const V2 = milestone(2);
const half: MilestoneProgress = { progress: 0.5, met: false, metAt: null };
const full: MilestoneProgress = { progress: 1, met: true, metAt: 90 };
const metV1: MilestoneRecord = { kind: "met", version: 1, metAtMs: 40, atMs: 50 };
const reset: MilestoneRecord = { kind: "reset", atMs: 60 };
const notRelevant: MilestoneRecord = { kind: "notRelevant", reason: "We don't sell by phone", atMs: 70 };

test("a milestone is open until its rule is met, then it is met and to be written down", () => {
  expect(milestoneState(V1, [], half)).toEqual({ kind: "open", progress: 0.5, earlier: [] });
  const state = milestoneState(V1, [], full);
  expect(state).toEqual({ kind: "met", recorded: false, version: 1, metAtMs: 90, earlier: [] });
  expect(newRecord(state, 100)).toEqual({ kind: "met", version: 1, metAtMs: 90, atMs: 100 });
});

test("once met it stays met, with its version and date, even if the rule isn't met any more", () => {
  const state = milestoneState(V1, [metV1], half);
  expect(state).toEqual({ kind: "met", recorded: true, version: 1, metAtMs: 40, earlier: [] });
  expect(newRecord(state, 100)).toBeNull();
});

test("a higher version is to be met anew, and the lower one is remembered", () => {
  expect(milestoneState(V2, [metV1], half)).toEqual({
    kind: "open",
    progress: 0.5,
    earlier: [{ version: 1, metAtMs: 40 }],
  });
  expect(milestoneState(V2, [metV1], full)).toMatchObject({ kind: "met", version: 2, recorded: false });
});

test("who has met a higher version than the one in force has met it", () => {
  const metV2: MilestoneRecord = { ...metV1, version: 2 };
  expect(milestoneState(V1, [metV2], half)).toMatchObject({ kind: "met", version: 2, recorded: true });
});

test("a reset takes it back, and it is met anew from the next slot on", () => {
  expect(milestoneState(V1, [metV1, reset], half)).toEqual({
    kind: "open",
    progress: 0.5,
    earlier: [{ version: 1, metAtMs: 40 }],
  });
  expect(milestoneState(V1, [metV1, reset], full)).toMatchObject({ kind: "met", metAtMs: 90, recorded: false });
  const again: MilestoneRecord = { ...metV1, metAtMs: 65, atMs: 66 };
  expect(milestoneState(V1, [metV1, reset, again], half)).toMatchObject({ kind: "met", metAtMs: 65, recorded: true });
});

test("what counts begins with the slot after the last reset", () => {
  const at = (slot: number): MilestoneRecord => ({ kind: "reset", atMs: slot * SLOT_MS + 1 });
  expect(milestoneSinceSlot([])).toBe(0);
  expect(milestoneSinceSlot([at(3), metV1, at(9), notRelevant])).toBe(10);
});

test("what isn't relevant says why, until that is taken back; what is met is met anyway", () => {
  expect(milestoneState(V1, [notRelevant], half)).toEqual({
    kind: "notRelevant",
    reason: "We don't sell by phone",
    progress: 0.5,
    earlier: [],
  });
  expect(milestoneState(V1, [notRelevant, { kind: "relevant", atMs: 80 }], half).kind).toBe("open");
  expect(milestoneState(V1, [metV1, notRelevant], half).kind).toBe("met");
  expect(milestoneState(V1, [notRelevant], full).kind).toBe("met");
});

test("without a reset and a higher version nothing takes away what was met", () => {
  const later = fc.array(
    fc.constantFrom<MilestoneRecord>(notRelevant, { kind: "relevant", atMs: 80 }, { ...metV1, metAtMs: 85, atMs: 90 }),
  );
  fc.assert(
    fc.property(later, fc.constantFrom(half, full), (records, progress) => {
      expect(milestoneState(V1, [metV1, ...records], progress)).toMatchObject({ kind: "met", metAtMs: 40 });
    }),
  );
});
