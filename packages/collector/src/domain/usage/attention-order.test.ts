import * as fc from "fast-check";
import { expect, test } from "vitest";
import { attentionOrder, type AttentionCandidate } from "./attention-order.ts";

const candidate = (account: string, breadth: number | null, seats: number | null): AttentionCandidate => ({
  account,
  breadth,
  seats,
});
const order = (...candidates: readonly AttentionCandidate[]) =>
  attentionOrder(candidates)
    .map(({ account }) => account)
    .join("");

test("among accounts of one size the narrowest comes first", () => {
  expect(order(candidate("a", 0.5, 10), candidate("b", 0, 10), candidate("c", 0.25, 10))).toBe("bca");
});

test("a large account of some breadth comes before a small one of none", () => {
  expect(order(candidate("a", 0, 2), candidate("b", 0.5, 100))).toBe("ba");
});

test("unknown seats count as one, no data comes last, and equal ones go by breadth, then id", () => {
  expect(order(candidate("a", null, 900), candidate("b", 0, null), candidate("c", 0, 2))).toBe("cba");
  expect(order(candidate("b", 0.5, 2), candidate("a", 0.5, 2), candidate("c", 0, 1))).toBe("cab");
  expect(order(candidate("b", 1, 2), candidate("a", 1, 9))).toBe("ab");
  expect(order(candidate("b", null, 2), candidate("a", null, 1))).toBe("ab");
});

test("the order in which accounts come doesn't matter", () => {
  const any = fc.uniqueArray(
    fc
      .tuple(
        fc.string({ minLength: 1, maxLength: 3 }),
        fc.option(fc.constantFrom(0, 0.25, 0.5, 1)),
        fc.option(fc.nat({ max: 4 })),
      )
      .map((parts) => candidate(...parts)),
    { selector: ({ account }) => account },
  );
  fc.assert(
    fc.property(any, (candidates) => {
      expect(attentionOrder(candidates.toReversed())).toEqual(attentionOrder(candidates));
    }),
  );
});
