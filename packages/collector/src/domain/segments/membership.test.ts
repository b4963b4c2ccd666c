import * as fc from "fast-check";
import { expect, test } from "vitest";
import { membershipChanges, type Members } from "./membership.ts";

const members = (segments: Readonly<Record<string, readonly string[]>>): Members =>
  new Map(Object.entries(segments).map(([segment, subjects]) => [segment, new Set(subjects)]));

test("changes are who joined and who left, by segment", () => {
  const before = members({ risk: ["a", "b"], gone: ["a"] });
  const after = members({ risk: ["b", "c"], new: ["b"] });
  expect(membershipChanges(before, after, 7)).toEqual([
    { segment: "risk", subject: "a", kind: "left", atMs: 7 },
    { segment: "gone", subject: "a", kind: "left", atMs: 7 },
    { segment: "risk", subject: "c", kind: "joined", atMs: 7 },
    { segment: "new", subject: "b", kind: "joined", atMs: 7 },
  ]);
});

test("the same members again are no change", () => {
  expect(membershipChanges(members({ risk: ["a"] }), members({ risk: ["a"], empty: [] }), 7)).toEqual([]);
});

test("whatever two evaluations say, the changes lead from one to the other, and each of them is needed", () => {
  const evaluation = fc.record({ risk: fc.subarray(["a", "b", "c"]), upsell: fc.subarray(["a", "b"]) }).map(members);
  fc.assert(
    fc.property(evaluation, evaluation, (before, after) => {
      const led = new Map([...before].map(([segment, subjects]) => [segment, new Set(subjects)]));
      for (const { segment, subject, kind } of membershipChanges(before, after, 1)) {
        const subjects = led.get(segment) ?? new Set();
        expect(subjects.has(subject)).toBe(kind === "left");
        if (kind === "left") subjects.delete(subject);
        else led.set(segment, subjects.add(subject));
      }
      expect(led).toEqual(after);
    }),
  );
});
