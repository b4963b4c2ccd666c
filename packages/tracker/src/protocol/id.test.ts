import { expect, test } from "vitest";
import { isId } from "./id.ts";

test.each([
  ["u_1", true],
  ["Zoë 🙂 / é", true],
  ["x".repeat(128), true],
  ["x".repeat(129), false],
  ["", false],
  [7, false],
  ["__proto__", false],
  ["constructor", false],
  ["prototype", false],
  ["a\u0000b", false],
  ["a\nb", false],
  ["\uD800", false],
  ["a\uDC00b", false],
])("%j is an id: %s", (value, expected) => {
  expect(isId(value)).toBe(expected);
});
