import * as fc from "fast-check";
import { expect, test } from "vitest";
import { latestSnapshot } from "./latest-snapshot.ts";

const snapshots = [
  { asOfDay: 30, takenAt: 500, name: "january" },
  { asOfDay: 58, takenAt: 100, name: "february" },
  { asOfDay: 58, takenAt: 200, name: "february, again" },
  { asOfDay: 58, takenAt: 150, name: "february, in between" },
];

test.each([
  [29, undefined],
  [30, "january"],
  [57, "january"],
  [58, "february, again"],
  [400, "february, again"],
])("on day %i the current snapshot is %s", (day, name) => {
  expect(latestSnapshot(snapshots, day)?.name).toBe(name);
  expect(latestSnapshot(snapshots.toReversed(), day)?.name).toBe(name);
});

test("without snapshots there is none", () => {
  expect(latestSnapshot([], 100)).toBeNull();
});

test("the current one is never as of a later day, and none that could be is newer, in any order", () => {
  const snapshot = fc.record({ asOfDay: fc.nat(20), takenAt: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(snapshot), fc.nat(20), (some, day) => {
      const latest = latestSnapshot(some, day);
      const possible = some.filter(({ asOfDay }) => asOfDay <= day);
      expect(latest === null).toBe(possible.length === 0);
      expect(latestSnapshot(some.toReversed(), day)).toEqual(latest);
      const rankOf = ({ asOfDay, takenAt }: (typeof some)[number]): number => asOfDay * 100 + takenAt;
      expect(latest && rankOf(latest)).toBe(latest && Math.max(...possible.map(rankOf)));
    }),
  );
});
