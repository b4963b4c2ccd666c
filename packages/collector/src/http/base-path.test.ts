import { expect, test } from "vitest";
import { readBasePath, withoutBasePath } from "./base-path.ts";

test.each([
  [undefined, null, ""],
  ["", null, ""],
  ["/", null, ""],
  ["/uptake", null, "/uptake"],
  ["/tools/uptake/", null, "/tools/uptake"],
  [undefined, "https://uptake.example.com", ""],
  [undefined, "https://app.example.com/uptake", "/uptake"],
  ["/uptake", "https://app.example.com/uptake/", "/uptake"],
])("basePath %j with baseUrl %j is %j", (basePath, baseUrl, expected) => {
  expect(readBasePath(basePath, baseUrl)).toBe(expected);
});

test.each(["uptake", "//evil.example", "/a/../b", "/a b", "/a?b", "/ä", "/:id", "/*", "/a//b", "/app/v/1.0"])(
  "%j is refused",
  (basePath) => {
    expect(() => readBasePath(basePath, null)).toThrow(`[collector] basePath is "${basePath}"`);
  },
);

test("a path that the public address doesn't have is refused", () => {
  expect(() => readBasePath("/uptake", "https://app.example.com")).toThrow("Give both the same path");
});

test.each([
  ["/uptake", "/"],
  ["/uptake/", "/"],
  ["/uptake/v1/me", "/v1/me"],
  ["/v1/me", "/v1/me"],
  ["/uptake.js", "/uptake.js"],
  ["/uptake/uptake.js", "/uptake.js"],
])("under /uptake, %s is %s", (path, expected) => {
  expect(withoutBasePath(path, "/uptake")).toBe(expected);
});
