import { expect, test } from "vitest";
import { urlPatternProblem } from "./url-pattern.ts";

test.each([
  "/",
  "/contacts",
  "/contacts/",
  "/contacts/:id",
  "/reports/*",
  "/*",
  "/app#/inbox/:id",
  "#/inbox",
  "/a-b/c.d/~e%20f",
  "/app?view=calendar",
  "/app/?view=calendar&tab=",
  "/app?view",
  "/*?view=calendar",
  "/contacts/:id?tab=notes%20%26%20tasks",
  "/app?at=10:30&sum=a=b",
  "#/inbox?tab=mail",
  "/app#/inbox?tab=mail",
  "/app?x=1#/inbox",
  "/app?x=1#/inbox/:id?tab=mail",
])("%s is a URL pattern", (pattern) => {
  expect(urlPatternProblem(pattern)).toBeNull();
});

test.each([
  "",
  "contacts",
  "https://x.test/",
  "https://x.test/?a=1",
  "//x",
  "/a b",
  "/*/b",
  "/a*",
  "/:",
  "/:1",
  "#inbox",
  "#",
  "/a#",
  "/a#b",
  "/a#/b#/c",
  "/a?b=1#c",
])("%j is no URL pattern, and the answer shows what one looks like", (pattern) => {
  expect(urlPatternProblem(pattern)).toMatch(/^write a path such as .* hash route .* query/);
});

test.each([
  ["?view=calendar", "a query needs a path before it; write /*?… for any path"],
  ["?x=1#/inbox", "a query needs a path before it"],
  ["/app?", "a parameter without a name"],
  ["/app?=calendar", "a parameter without a name"],
  ["/app?a=1&", "a parameter without a name"],
  ["/app?a=1&&b=2", "a parameter without a name"],
  ["/app#/inbox?", "a parameter without a name"],
  ["/app?view=:view", "no :name and no *"],
  ["/app?:view=calendar", "no :name and no *"],
  ["/app?view=*", "no :name and no *"],
  ["/app#/inbox?tab=m*", "no :name and no *"],
  ["/app?view=a&tab=1&view=b", "names view twice"],
  ["/app?view=a&vi%65w=b", "names view twice"],
  ["/app?a=1?b=2", "write it as %20, %3F or %23"],
  ["/app?name=a b", "write it as %20, %3F or %23"],
  ["/app#/inbox?tab=1#end", "write it as %20, %3F or %23"],
])("%j is no URL pattern, and the answer says what is wrong with its query", (pattern, problem) => {
  expect(urlPatternProblem(pattern)).toContain(problem);
});
