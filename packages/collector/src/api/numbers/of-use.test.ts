import { expect, test } from "vitest";
import { NUMBERS_OF_USE } from "./of-use.ts";
import { NUMBERS } from "./numbers.ts";

test("each number of use is a number", () => {
  expect([...NUMBERS_OF_USE.keys()].filter((id) => !NUMBERS.has(id))).toEqual([]);
});
