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
