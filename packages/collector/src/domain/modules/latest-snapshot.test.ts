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
