import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { urlPatternProblem } from "../../../collector/src/domain/definitions/url-pattern.ts";
import { compileRules } from "../protocol/index.ts";
import { resolveRule } from "../rules.ts";
import { isProbablyId, proposeUrls } from "./url-proposal.ts";

const at = (path: string, known = {}) => proposeUrls(`https://app.example.com${path}`, known);
const first = (path: string, known = {}) => at(path, known)[0];

describe("An address becomes a pattern", () => {
  test.for([
    ["/", "/"],
    ["/contacts", "/contacts"],
    ["/contacts/", "/contacts"],
    ["/contacts/42", "/contacts/:id"],
    ["/contacts/42/notes/7", "/contacts/:id/notes/:id2"],
    ["/orders/INV-2041", "/orders/:id"],
    ["/customers/cus_Nf9x2", "/customers/:id"],
    ["/people/ada@example.com", "/people/:id"],
    ["/days/2026-11-29", "/days/:id"],
    ["/x/8e0f4a90-12ab-4cde-8f00-001122334455", "/x/:id"],
    ["/x/01J9ZQ7X4MVPK3T2E8", "/x/:id"],
    ["/setup/step-2", "/setup/step-2"],
    ["/guides/getting-started-v2", "/guides/getting-started-v2"],
    ["/a/:literal/b*c", "/a/:id/:id2"],
    ["/contacts?sort=name#top", "/contacts"],
    ["/#/inbox/42", "#/inbox/:id"],
    ["/index.html#!/inbox", "#/inbox"],
    ["/app#/inbox", "/app#/inbox"],
    ["/#/", "#/"],
  ] as const)("%s: %s", ([path, pattern]) => {
    expect(first(path)?.pattern).toBe(pattern);
  });

  test("the person's own ids are parameters that say so", () => {
    expect(first("/acme/u_1/reports", { account: "acme", user: "u_1" })?.pattern).toBe("/:account/:user/reports");
  });

  test("the words that stay are there to name it by", () => {
    expect(first("/settings/42/billing")?.words).toEqual(["settings", "billing"]);
    expect(first("/caf%C3%A9")?.words).toEqual(["café"]);
  });

  test("a query that names a view is a second pattern, and no other query is", () => {
    expect(at("/app?view=calendar&sort=name").map(({ pattern }) => pattern)).toEqual(["/app", "/app?view=calendar"]);
    expect(at("/app#/inbox?tab=sent").map(({ pattern }) => pattern)).toEqual(["/app#/inbox", "/app#/inbox?tab=sent"]);
    expect(at("/app?page=2&q=ada&view=a%20b")).toHaveLength(1);
  });
});

const segment = fc.oneof(
  fc.constantFrom(
    "contacts",
    "reports",
    "42",
    "u_1",
    "caf%C3%A9",
    "%",
    ":x",
    "*",
    "a*",
    "index.html",
    "INV-2041",
    "ä b",
  ),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/^\.*$/.test(text)),
);
const address = fc
  .record({
    path: fc.array(segment, { maxLength: 4 }),
    query: fc.constantFrom("", "?tab=notes", "?view=week&view=day", "?page=*"),
    hash: fc.oneof(
      fc.constantFrom("", "#top"),
      fc.array(segment, { maxLength: 3 }).map((parts) => `#/${parts.join("/")}`),
    ),
  })
  .map(({ path, query, hash }) => `https://app.example.com/${path.join("/")}${query}${hash}`)
  .filter((href) => URL.canParse(href))
  .map((href) => new URL(href).href);

test("whatever the address: its patterns are ones that definitions take, and claim it", () => {
  fc.assert(
    fc.property(address, (href) => {
      for (const { pattern } of proposeUrls(href)) {
        expect([pattern, urlPatternProblem(pattern)]).toEqual([pattern, null]);
        expect([pattern, resolveRule(compileRules([{ feature: "it", urls: [pattern] }]), href)]).toEqual([
          pattern,
          "it",
        ]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("addresses that differ in ids alone have one pattern, without any of them", () => {
  const id = fc.oneof(
    fc.nat().map(String),
    fc.uuid(),
    fc.stringMatching(/^[a-z]{2,4}_[a-z0-9]{4}[0-9]$/),
    fc.stringMatching(/^[0-9a-f]{11}[0-9]$/),
  );
  fc.assert(
    fc.property(id, id, (one, other) => {
      expect(isProbablyId(one)).toBe(true);
      expect(first(`/contacts/${one}/notes`)).toEqual(first(`/contacts/${other}/notes`));
      expect(first(`/contacts/${one}`)?.pattern).toBe("/contacts/:id");
    }),
  );
});
