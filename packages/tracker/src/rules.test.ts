import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRules } from "./protocol/index.ts";
import { resolveRule } from "./rules.ts";

/** One feature a pattern, named like it. */
function rulesOf(...patterns: readonly string[]) {
  const rules = compileRules(patterns.map((pattern) => ({ feature: pattern, urls: [pattern] })));
  return (url: string) => resolveRule(rules, new URL(url, "https://host.test:80/").href);
}

describe("A path", () => {
  test.each([
    ["/contacts", "/contacts", true],
    ["/contacts", "/contacts/", true],
    ["/contacts", "/contacts?tab=2#top", true],
    ["/contacts", "/contacts/7", false],
    ["/contacts", "/contact", false],
    ["/contacts", "/Contacts", false],
    ["/contacts/:id", "/contacts/7", true],
    ["/contacts/:id", "/contacts", false],
    ["/contacts/:id", "/contacts/7/notes", false],
    ["/contacts/:id/notes", "/contacts/7/notes", true],
    ["/reports/*", "/reports", true],
    ["/reports/*", "/reports/2026/q3", true],
    ["/reports/*", "/reporting", false],
    ["/location/:id/contacts/*", "/location/x7/contacts/smart_list/All", true],
    ["/", "/", true],
    ["/", "/anything", false],
    ["/*", "/anything/at/all", true],
    ["/*", "/", true],
    ["/über uns", "/%C3%BCber%20uns", true],
    ["/%C3%BCber", "/über", true],
    ["/100%", "/100%", true],
  ])("%s claims %s: %s", (pattern, url, claims) => {
    expect(rulesOf(pattern)(url)).toBe(claims ? pattern : undefined);
  });
});

describe("A hash route", () => {
  test.each([
    ["/app#/inbox/:id", "/app#/inbox/7", true],
    ["/app#/inbox/:id", "/other#/inbox/7", false],
    ["/app#/inbox/:id", "/app", false],
    ["#/inbox", "/anywhere/at/all#/inbox", true],
    ["#/inbox", "/#/inbox?folder=2", true],
    ["#/inbox", "/#!/inbox", true],
    ["#/inbox", "/#inbox", false],
    ["#/inbox/*", "/x#/inbox/7/reply", true],
    ["/app/*#/inbox", "/app/eu/1#/inbox", true],
    ["/app", "/app#/inbox", true],
    ["/docs", "/docs#chapter", true],
  ])("%s claims %s: %s", (pattern, url, claims) => {
    expect(rulesOf(pattern)(url)).toBe(claims ? pattern : undefined);
  });
});

describe("A query", () => {
  test.each([
    ["/app?view=calendar", "/app?view=calendar", true],
    ["/app?view=calendar", "/app?tab=2&view=calendar#top", true],
    ["/app?view=calendar", "/app?view=calendars", false],
    ["/app?view=calendar", "/app", false],
    ["/app?view=calendar", "/other?view=calendar", false],
    ["/app?view=", "/app?view=anything", true],
    ["/app?view=", "/app?other=1", false],
    ["/app?view=a&tab=b", "/app?tab=b&view=a", true],
    ["/app?view=a&tab=b", "/app?view=a", false],
    ["/app?view=two%20words", "/app?view=two+words", true],
    ["/app?view=b", "/app?view=a&view=b", true],
    ["/app#/inbox?tab=mail", "/app#/inbox?tab=mail", true],
    ["/app#/inbox?tab=mail", "/app#/inbox", false],
    ["/app?x=1#/inbox?tab=mail", "/app?x=1#/inbox?tab=mail", true],
    ["/app?x=1#/inbox?tab=mail", "/app?x=2#/inbox?tab=mail", false],
    ["#/inbox?tab=mail", "/any/where#/inbox?tab=mail", true],
  ])("%s claims %s: %s", (pattern, url, claims) => {
    expect(rulesOf(pattern)(url)).toBe(claims ? pattern : undefined);
  });
});

describe("Of several rules", () => {
  test.each([
    ["a literal wins over a parameter", ["/contacts/:id", "/contacts/import"], "/contacts/import", "/contacts/import"],
    ["a parameter wins over a rest", ["/contacts/*", "/contacts/:id"], "/contacts/7", "/contacts/:id"],
    ["a literal wins over a rest", ["/contacts/*", "/contacts"], "/contacts", "/contacts"],
    ["a longer rest wins over a shorter", ["/a/*", "/a/b/*"], "/a/b/c", "/a/b/*"],
    ["the left-most difference decides", ["/:x/settings", "/contacts/*"], "/contacts/settings", "/contacts/*"],
    ["a dead end leads back", ["/a/b/c", "/:x/b/d"], "/a/b/d", "/:x/b/d"],
    ["a dead end leads back to a rest", ["/a/b/c", "/a/*"], "/a/b/d", "/a/*"],
    ["a hash route wins over its path", ["/app", "/app#/inbox"], "/app#/inbox", "/app#/inbox"],
    ["a path with a hash route wins over a hash route", ["#/inbox", "/app#/inbox"], "/app#/inbox", "/app#/inbox"],
    ["a hash route alone wins over a path", ["/app", "#/inbox"], "/app#/inbox", "#/inbox"],
    ["a query wins over none", ["/app", "/app?view=a"], "/app?view=a", "/app?view=a"],
    ["a longer query wins", ["/app?view=a", "/app?view=a&tab=b"], "/app?tab=b&view=a", "/app?view=a&tab=b"],
    ["an unknown query leaves the path", ["/app", "/app?view=a"], "/app?view=b", "/app"],
    ["a path whose query isn't there leads on", ["/app?view=a", "/*"], "/app", "/*"],
    ["an unknown hash route leaves the path", ["/app", "#/inbox"], "/app#/other", "/app"],
  ])("%s", (_, patterns, url, expected) => {
    expect(rulesOf(...patterns)(url)).toBe(expected);
    expect(rulesOf(...patterns.toReversed())(url)).toBe(expected);
  });

  test("the first defined of two equal ones wins", () => {
    const rules = compileRules([
      { feature: "first", urls: ["/same/:id"] },
      { feature: "second", urls: ["/same/:other"] },
    ]);
    expect(resolveRule(rules, "https://host.test/same/1")).toBe("first");
  });

  test("each claims what its parameters are filled with, whatever the others are", () => {
    const segment = fc.constantFrom("a", "b", ":x", ":y");
    const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join("/")}`);
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 8 }), (patterns) => {
        const resolve = rulesOf(...patterns);
        for (const one of patterns) expect(resolve(one.replaceAll(/:./g, "zzz"))).toBeDefined();
      }),
    );
  });
});
