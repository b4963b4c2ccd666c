import { expect, test } from "vitest";
import { changeBetween } from "./change.ts";

test.each([
  [8, 10, { absolute: 2, relative: 0.25 }],
  [10, 10, { absolute: 0, relative: 0 }],
  [10, 0, { absolute: -10, relative: -1 }],
  [-10, -5, { absolute: 5, relative: 0.5 }],
  [0, 5, { absolute: 5, relative: null }],
  [0, 0, { absolute: 0, relative: null }],
  [null, 5, null],
  [5, null, null],
])("from %j to %j is %j", (previous, current, change) => {
  expect(changeBetween(previous, current)).toEqual(change);
});
