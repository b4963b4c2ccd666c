import { expect, test } from "vitest";
import { meantBy } from "./meant-by.ts";

test.each([
  ["pro", ["Free", "Pro"], "Pro"],
  ["enterprize", ["Free", "Enterprise"], "Enterprise"],
  ["fre", ["Free"], "Free"],
  ["nope", ["Free", "Pro"], null],
  ["nope", [], null],
  ["x".repeat(81), ["x".repeat(80)], null],
])("by %s of %j is meant %s", (word, known, meant) => {
  expect(meantBy(word, known)).toBe(meant);
});
