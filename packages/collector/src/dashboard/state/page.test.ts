import { expect, test } from "vitest";
import { pageRange } from "./page.ts";

test("a page knows its first and last row, the last one may be short", () => {
  expect(pageRange(2, 25, 40)).toEqual({ offset: 25, first: 26, last: 40, pages: 2 });
});

test("an empty list has one empty page", () => {
  expect(pageRange(1, 10, 0)).toEqual({ offset: 0, first: 0, last: 0, pages: 1 });
});
