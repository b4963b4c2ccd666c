import { expect, test } from "vitest";
import { groupBy } from "./group-by.ts";

test("rows are grouped by key, in the order in which they come", () => {
  const groups = groupBy([3, 1, 4, 1, 5, 9, 2, 6], (number) => number % 3);
  expect([...groups]).toEqual([
    [0, [3, 9, 6]],
    [1, [1, 4, 1]],
    [2, [5, 2]],
  ]);
});

test("no rows make no groups", () => {
  expect(groupBy([], (row) => row).size).toBe(0);
});
