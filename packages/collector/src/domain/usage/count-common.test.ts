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
