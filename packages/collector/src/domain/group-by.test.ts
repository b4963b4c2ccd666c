import * as fc from "fast-check";
import { expect, test } from "vitest";
import { groupBy } from "./group-by.ts";

test("groups and their rows keep the order in which they came", () => {
  expect([...groupBy([5, 2, 3, 8, 1], (value) => (value % 2 === 0 ? "even" : "odd"))]).toEqual([
    ["odd", [5, 3, 1]],
    ["even", [2, 8]],
  ]);
  expect(groupBy([], String)).toEqual(new Map());
});

test("every row is in the group of its key and in no other, and groups and rows are in their order", () => {
  const anyRow = fc.record({ key: fc.constantFrom("a", "b", "toString", "", 1, null), id: fc.nat() });
  fc.assert(
    fc.property(fc.array(anyRow), (rows) => {
      const keys = [...new Set(rows.map(({ key }) => key))];
      const groups = groupBy(rows.values(), ({ key }) => key);
      expect([...groups]).toEqual(keys.map((key) => [key, rows.filter((row) => row.key === key)]));
    }),
  );
});
