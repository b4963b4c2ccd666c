import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { milestoneState } from "./milestone-state.ts";
import { recordsOf, type StoredMilestone } from "./stored-milestone.ts";

const rule = { kind: "time", activeMs: 1 } as const;
const { milestones } = compileDefinitions({ features: {}, milestones: { m: { name: "M", version: 2, rule } } }, 1);
const [milestone] = milestones.values();
if (milestone === undefined) throw new Error("it is defined");

const nothing: StoredMilestone = { version: 2, metAt: null, resetAt: null, notRelevantReason: null, changedAt: 90 };

test.each<[string, Partial<StoredMilestone>, object]>([
  ["nothing", {}, { kind: "open" }],
  ["a met one", { metAt: 40 }, { kind: "met", version: 2, metAtMs: 40, recorded: true }],
  ["an earlier version", { version: 1, metAt: 40 }, { kind: "open", earlier: [{ version: 1, metAtMs: 40 }] }],
  ["one that was taken back", { resetAt: 50 }, { kind: "open", earlier: [] }],
  ["one that was met again", { resetAt: 50, metAt: 60 }, { kind: "met", metAtMs: 60 }],
  ["one that isn't relevant", { notRelevantReason: "No phones" }, { kind: "notRelevant", reason: "No phones" }],
  ["one that is met all the same", { metAt: 40, notRelevantReason: "No phones" }, { kind: "met" }],
])("a row with %s", (_what, given, state) => {
  const half = { progress: 0.5, met: false, metAt: null };
  expect(milestoneState(milestone, recordsOf({ ...nothing, ...given }), half)).toMatchObject(state);
});
