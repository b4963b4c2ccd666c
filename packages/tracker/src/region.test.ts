import { expect, test } from "vitest";
import { fakeElement } from "../../../tests/support/fake-page.ts";
import { regionOf } from "./region.ts";

const find = (element: object | null) => regionOf(element as Node | null);

test("The innermost region around an element wins", () => {
  expect(find(fakeElement(undefined, fakeElement("inner", fakeElement("outer"))))).toBe("inner");
});

test("A region reaches into shadow roots", () => {
  const root = { host: fakeElement("panel"), parentNode: null };
  expect(find(fakeElement(undefined, root))).toBe("panel");
});

test("A region whose name can't be an id is none", () => {
  for (const name of ["", "x".repeat(129), "a\u0000b", "constructor"])
    expect(find(fakeElement(name, fakeElement("outer")))).toBe("outer");
});

test("Outside of regions there is none", () => {
  expect(find(null)).toBeUndefined();
  expect(find(fakeElement(undefined, {}))).toBeUndefined();
});
