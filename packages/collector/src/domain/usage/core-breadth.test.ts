import { expect, test } from "vitest";
import { coreBreadth } from "./core-breadth.ts";

test("what is missing of the most valuable ones is told in their order; others count neither way", () => {
  expect(coreBreadth(["pipeline", "contacts", "phone", "reports"], new Set(["phone", "academy"]))).toEqual({
    adopted: 1,
    core: 4,
    share: 0.25,
    missing: ["pipeline", "contacts", "reports"],
  });
});

test("without a list there is no share, which is not zero", () => {
  expect(coreBreadth([], new Set(["phone"]))).toEqual({ adopted: 0, core: 0, share: null, missing: [] });
  expect(coreBreadth(["phone"], new Set()).share).toBe(0);
});

test("what is listed twice counts once", () => {
  expect(coreBreadth(["phone", "phone"], new Set(["phone"]))).toMatchObject({ adopted: 1, core: 1, share: 1 });
});
