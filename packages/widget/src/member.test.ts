import { expect, test } from "vitest";
import { memberKey, memberOfToken } from "./member.ts";
import { token } from "../../../tests/support/widget/records.ts";

test("a token tells whom it names", () => {
  expect(memberOfToken(token("ada", "acme"))).toEqual({ account: "acme", user: "ada" });
});

test("a name outside ASCII survives the token's encoding", () => {
  const payload = Buffer.from(JSON.stringify({ sub: "Zoë-日本", account: "acmé" })).toString("base64url");
  expect(memberOfToken(`x.${payload}.y`)).toEqual({ account: "acmé", user: "Zoë-日本" });
});

test.each([null, "", "opaque", "a.b.c", "a.e30.c"])("%o names nobody", (value) => {
  expect(memberOfToken(value)).toBeNull();
});

test("different members never share a key", () => {
  expect(memberKey({ account: "a", user: "b,c" })).not.toBe(memberKey({ account: "a,b", user: "c" }));
});
