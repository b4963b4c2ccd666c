import * as fc from "fast-check";
import { expect, test } from "vitest";
import { attentionOrder, type AttentionCandidate } from "./attention-order.ts";

const candidate = (
  account: string,
  breadth: number | null,
  seats: number | null,
  isTrusted = true,
): AttentionCandidate => ({ account, breadth, seats, isTrusted });
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

test("whom the tracker can't see comes after all of whom anything is known, by breadth, before those without any data", () => {
  expect(
    order(
      candidate("a", null, 900),
      candidate("b", 0.5, 900, false),
      candidate("c", 0, 1, false),
      candidate("d", 1, 1),
      candidate("e", null, 1, false),
    ),
  ).toBe("dcbae");
});

test("the order in which accounts come doesn't matter", () => {
  const any = fc.uniqueArray(
    fc
      .tuple(
        fc.string({ minLength: 1, maxLength: 3 }),
        fc.option(fc.constantFrom(0, 0.25, 0.5, 1)),
        fc.option(fc.nat({ max: 4 })),
        fc.boolean(),
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

test("of as much that is unused the narrower account comes first, whatever its share rounds to", () => {
  // Both leave one seat's worth unused; 1 - 6 / 7, times 7, is a little more than 1.
  expect(order(candidate("a", 6 / 7, 7), candidate("b", 0, 1))).toBe("ba");
});

test("who leaves more of what they pay for unused comes first, of equals the narrower, then by id", () => {
  const anyOne = fc.oneof(
    fc.record({
      relevant: fc.integer({ min: 1, max: 12 }),
      adopted: fc.nat(12),
      seats: fc.option(fc.nat(12)),
    }),
    // Many of these leave as much unused as each other.
    fc.integer({ min: 1, max: 12 }).map((relevant) => ({ relevant, adopted: relevant - 1, seats: relevant })),
  );
  fc.assert(
    fc.property(fc.array(anyOne, { maxLength: 8 }), (given) => {
      const candidates = given.map(({ relevant, seats, ...one }, index) => {
        const adopted = Math.min(one.adopted, relevant);
        return { account: `account ${index}`, relevant, seats, adopted, breadth: adopted / relevant, isTrusted: true };
      });
      const ordered = attentionOrder(candidates);
      type Ordered = (typeof ordered)[number];
      // In whole numbers: unused features × seats, and adopted features, each over what is relevant to both.
      const unused = (one: Ordered, over: Ordered): number =>
        (one.relevant - one.adopted) * Math.max(1, one.seats ?? 1) * over.relevant;
      const adopted = (one: Ordered, over: Ordered): number => one.adopted * over.relevant;
      ordered.slice(1).forEach((after, index) => {
        const before = ordered[index] ?? after;
        const keys = [
          unused(after, before) - unused(before, after),
          adopted(before, after) - adopted(after, before),
          before.account < after.account ? -1 : 1,
        ];
        expect(keys.find((key) => key !== 0)).toBeLessThan(0);
      });
    }),
  );
});
