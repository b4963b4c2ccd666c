import { expect, test } from "vitest";
import { fakeElement } from "../../../tests/support/fake-page.ts";
import { closestWith, FEATURE_ATTRIBUTE } from "./region.ts";

const find = (element: unknown) => closestWith(FEATURE_ATTRIBUTE, element as Element)?.getAttribute(FEATURE_ATTRIBUTE);

test("The innermost region around an element wins", () => {
  expect(find(fakeElement(undefined, fakeElement("inner", fakeElement("outer"))))).toBe("inner");
});

test("A region reaches into shadow roots", () => {
  const inside = fakeElement(undefined, null, { host: fakeElement(undefined, fakeElement("panel")) });
  expect(find(fakeElement(undefined, inside))).toBe("panel");
});

test("Outside of regions there is none", () => {
  for (const element of [null, undefined, {}, fakeElement(undefined, fakeElement())])
    expect(find(element)).toBeUndefined();
});
