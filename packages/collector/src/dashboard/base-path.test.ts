import { expect, test } from "vitest";
import { atBase, basePathOf, withoutBase } from "./base-path.ts";

test.each([
  ["https://app.example.com/dashboard/main-abc123.js", ""],
  ["https://app.example.com/uptake/dashboard/main-abc123.js", "/uptake"],
  ["https://app.example.com/tools/dashboard/dashboard/main-abc123.js", "/tools/dashboard"],
  ["file:///sources/dashboard/base-path.ts", ""],
])("a script at %s is mounted under %j", (script, basePath) => {
  expect(basePathOf(script)).toBe(basePath);
});

test.each(["/", "/accounts", "/features?account=acme"])("%s is the same view there and back", (address) => {
  for (const basePath of ["", "/uptake", "/tools/uptake"]) {
    expect(withoutBase(atBase(address, basePath), basePath)).toBe(address);
  }
});

test("the bare prefix is the first view", () => {
  expect(withoutBase("/uptake", "/uptake")).toBe("/");
  expect(withoutBase("/uptake?period=30d", "/uptake")).toBe("/?period=30d");
});
