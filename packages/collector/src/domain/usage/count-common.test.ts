import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countCommon } from "./count-common.ts";

test.each([
  [[1, 2, 3], [3, 2, 9], 2],
  [[1], [2], 0],
  [[], [2], 0],
])("%j and %j have %i in common", (one, other, common) => {
  expect(countCommon(new Set(one), new Set(other))).toBe(common);
  expect(countCommon(new Set(other), new Set(one))).toBe(common);
});

test("both together are as many as each for itself, without those in common", () => {
  const anySet = fc.array(fc.nat(12)).map((members) => new Set(members));
  fc.assert(
    fc.property(anySet, anySet, (one, other) => {
      expect(new Set([...one, ...other]).size).toBe(one.size + other.size - countCommon(one, other));
      expect(countCommon(one, other)).toBe(countCommon(other, one));
      expect(countCommon(one, one)).toBe(one.size);
    }),
  );
});
