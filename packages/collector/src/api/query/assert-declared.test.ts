import { expect, test } from "vitest";
import { assertDeclared } from "./assert-declared.ts";

const DECLARED = ["account", "asOf", "sort", "to"].map((name) => ({
  name,
  description: "",
  schema: { type: "string" },
}));
const check = (query: string, declared = DECLARED): void => assertDeclared(new URLSearchParams(query), declared);

test("what is declared may be asked, and so may nothing", () => {
  for (const query of ["account=acme&asOf=2026-11-01&sort=-name", ""]) expect(() => check(query)).not.toThrow();
});

test.each([
  ["acount=acme", 'acount is "acme", and no parameter of this address. Did you mean account? Allowed: account, asOf,'],
  ["sortt=name", "Did you mean sort?"],
  ["Account=acme", "Did you mean account?"],
  ["asof=2026-11-01", "Did you mean asOf?"],
  ["colour=red", 'colour is "red", and no parameter of this address. Allowed: account, asOf, sort, to.'],
  ["t=1", "address. Allowed:"],
])("%s is refused with the name that was meant and those that there are", (query, sentence) => {
  expect(() => check(query)).toThrow(sentence);
});

test("an address without parameters says so", () => {
  expect(() => check("a=1", [])).toThrow('a is "1", and no parameter of this address. Allowed: no parameters.');
});

test("of long names and values the beginning is told", () => {
  const [name, value] = ["x".repeat(5_000), "y".repeat(5_000)];
  expect(() => check(`${name}=${value}`)).toThrow(/^x{80} is "y{80}", and/);
});
