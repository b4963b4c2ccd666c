import { expect, test } from "vitest";
import type { QueryParameter } from "../openapi/operations/operation.ts";
import { assertDeclared } from "./assert-declared.ts";

const DECLARED = ["account", "asOf", "sort", "to"].map((name) => ({
  name,
  description: "",
  schema: { type: "string" },
}));
const check = (query: string, declared: readonly QueryParameter[] = DECLARED): void =>
  assertDeclared(new URLSearchParams(query), declared);

test("what is declared may be asked, and so may nothing", () => {
  for (const query of ["account=acme&asOf=2026-11-01&sort=-name", ""]) expect(() => check(query)).not.toThrow();
});

test.each([
  ["acount=acme", 'acount is "acme", and no parameter of this address. Did you mean account? Allowed: account, asOf,'],
  ["sortt=name", "Did you mean sort?"],
  ["Account=acme", "Did you mean account?"],
  ["asof=2026-11-01", "Did you mean asOf?"],
  ["colour=red", 'colour is "red", and no parameter of this address. Allowed: account, asOf, sort, to.'],
  ["toString=1", 'toString is "1", and no parameter of this address. Allowed: account, asOf, sort, to.'],
  ["t=1", "address. Allowed:"],
])("%s is refused with the name that was meant and those that there are", (query, sentence) => {
  expect(() => check(query)).toThrow(sentence);
});

test.each([
  ["account=", 'account is "". Allowed: a text, or no account at all.'],
  ["account=acme&account=", 'account is ""'],
  ["asOf=", 'asOf is "". Allowed: an ISO date such as 2026-11-01, or no asOf at all.'],
  ["sort=", 'sort is "". Allowed: name, -name, or no sort at all.'],
  ["premium=", 'premium is "". Allowed: true, false, or no premium at all.'],
  ["limit=", 'limit is "". Allowed: a whole number, or no limit at all.'],
])("%s, without a value, is refused", (query, sentence) => {
  const schemas = {
    asOf: { type: "string", format: "date" },
    sort: { enum: ["name", "-name"] },
    premium: { type: "boolean" },
    limit: { type: "integer" },
    account: { type: "string" },
  };
  const declared = Object.entries(schemas).map(([name, schema]) => ({
    name,
    description: "",
    schema,
    repeats: true as const,
  }));
  expect(() => check(query, declared)).toThrow(sentence);
});

test("two values are refused where one is meant, even if they are the same", () => {
  expect(() => check("sort=name&sort=-name")).toThrow('sort is "name". Allowed: one value; there is "-name" too.');
  expect(() => check("sort=name&account=acme&sort=name")).toThrow('there is "name" too');
  const repeats = DECLARED.map((parameter) => Object.assign({}, parameter, { repeats: true as const }));
  expect(() => check("sort=name&sort=-name", repeats)).not.toThrow();
});

test("an address without parameters says so", () => {
  expect(() => check("a=1", [])).toThrow('a is "1", and no parameter of this address. Allowed: no parameters.');
});

test("of long names and values the beginning is told", () => {
  const [name, value] = ["x".repeat(5_000), "y".repeat(5_000)];
  expect(() => check(`${name}=${value}`)).toThrow(/^x{80} is "y{80}", and/);
});
