import * as fc from "fast-check";
import { expect, test } from "vitest";
import { membersAt, membershipChanges, membershipHistory, type Members } from "./membership.ts";

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

const change = (kind: "joined" | "left", atMs: number, subject = "a") => ({ segment: "risk", subject, kind, atMs });

test("a history is made of stays, of which the last can be open", () => {
  const changes = [change("left", 20), change("joined", 10), change("joined", 30), change("joined", 15, "b")];
  expect(membershipHistory(changes)).toEqual([
    { segment: "risk", subject: "a", joinedAtMs: 10, leftAtMs: 20 },
    { segment: "risk", subject: "b", joinedAtMs: 15, leftAtMs: null },
    { segment: "risk", subject: "a", joinedAtMs: 30, leftAtMs: null },
  ]);
});

test("joining twice and leaving without being there change nothing", () => {
  const changes = [
    change("left", 5),
    change("joined", 10),
    change("joined", 12),
    change("left", 20),
    change("left", 21),
  ];
  expect(membershipHistory(changes)).toEqual([{ segment: "risk", subject: "a", joinedAtMs: 10, leftAtMs: 20 }]);
});

test("somebody is a member from joining up to leaving", () => {
  const history = membershipHistory([change("joined", 10), change("left", 20)]);
  expect([9, 10, 19, 20].map((atMs) => membersAt(history, "risk", atMs))).toEqual([[], ["a"], ["a"], []]);
  expect(membersAt(history, "other", 15)).toEqual([]);
});

test("whatever evaluations there were, the history knows who was a member after each", () => {
  const evaluation = fc.record({
    risk: fc.subarray(["a", "b", "c"]),
    upsell: fc.subarray(["a", "b"]),
  });
  fc.assert(
    fc.property(fc.array(evaluation, { maxLength: 8 }), (evaluations) => {
      const all = [members({}), ...evaluations.map(members)];
      const changes = all.slice(1).flatMap((after, index) => membershipChanges(all[index] ?? after, after, index + 1));
      const history = membershipHistory(changes);
      all.forEach((expected, atMs) => {
        for (const segment of ["risk", "upsell"]) {
          expect(new Set(membersAt(history, segment, atMs))).toEqual(expected.get(segment) ?? new Set());
        }
      });
    }),
  );
});
