import { expect, test } from "vitest";
import { isStorable } from "./token.ts";

const tokenFor = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c2lnbmF0dXJl`;

test.each([
  [tokenFor({ aud: "uptake-write", sub: "ü>?" }), true],
  [tokenFor({ aud: "uptake" }), false],
  [tokenFor({ aud: ["uptake-write"] }), false],
  [tokenFor({ aud: "uptake-write-all" }), false],
  [tokenFor({}), false],
  ["not a token", false],
  ["", false],
])("Of all tokens only one for writing alone may stay in the browser (%#)", (token, storable) => {
  expect(isStorable(token)).toBe(storable);
});
