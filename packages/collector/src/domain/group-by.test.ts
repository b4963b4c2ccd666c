import { expect, test } from "vitest";
import { groupBy } from "./group-by.ts";

test("groups and their rows keep the order in which they came", () => {
  expect([...groupBy([5, 2, 3, 8, 1], (value) => (value % 2 === 0 ? "even" : "odd"))]).toEqual([
    ["odd", [5, 3, 1]],
    ["even", [2, 8]],
  ]);
  expect(groupBy([], String)).toEqual(new Map());
});
