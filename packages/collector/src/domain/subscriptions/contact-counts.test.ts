import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contactCounts } from "./contact-counts.ts";

test("known and seen people are told apart, and each is counted once", () => {
  expect(contactCounts(["ana", "ben", "cleo", "ana"], ["ben", "guest", "ben"])).toEqual({
    all: 4,
    known: 3,
    seen: 2,
    seenOnly: 1,
    knownOnly: 2,
  });
});

test("nobody is nobody", () => {
  expect(contactCounts([], [])).toEqual({ all: 0, known: 0, seen: 0, seenOnly: 0, knownOnly: 0 });
});

test("all are those of the roster and the others who were seen, and those who were seen and the others of the roster", () => {
  const people = fc.array(fc.constantFrom("ana", "ben", "cleo", "dan", "eve"));
  fc.assert(
    fc.property(people, people, (known, seen) => {
      const counts = contactCounts(known, seen);
      expect(counts.all).toBe(new Set([...known, ...seen]).size);
      expect(counts.known + counts.seenOnly).toBe(counts.all);
      expect(counts.seen + counts.knownOnly).toBe(counts.all);
    }),
  );
});
