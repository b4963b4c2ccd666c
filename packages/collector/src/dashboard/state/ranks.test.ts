import { expect, test } from "vitest";
import { ranks } from "./ranks.ts";

test("equal values share the better rank", () => {
  expect(ranks([0, 0, 3, 7, 7])).toEqual([1, 1, 3, 4, 4]);
  expect(ranks([])).toEqual([]);
});
