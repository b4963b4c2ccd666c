import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileAttention } from "../definitions/attention-definition.ts";
import type { AccountSignals } from "./account-signals.ts";
import { attentionQueue } from "./attention-queue.ts";
import { wellAccount } from "./test-support/well-account.ts";

const RULES = compileAttention();
const account = (name: string, given: Partial<AccountSignals>): AccountSignals => ({
  ...wellAccount,
  account: name,
  ...given,
});
const few = (adopted: number) => ({ breadth: { adopted, relevant: 10 } });

test("accounts without a reason are not in the queue", () => {
  expect(attentionQueue([wellAccount], RULES)).toEqual([]);
  expect(attentionQueue([], RULES)).toEqual([]);
});

test("by default those who use the fewest features come first, weighed by seats", () => {
  const accounts = [
    account("nothing relevant", { breadth: { adopted: 0, relevant: 0 }, seats: 900, daysSinceSeen: 20 }),
    account("small, nothing adopted", { ...few(0), seats: 10 }),
    account("large, a fifth adopted", { ...few(2), seats: 100 }),
    account("unknown seats", { ...few(0), seats: null }),
    account("broad, but silent", { daysSinceSeen: 20, seats: 50 }),
  ];
  expect(attentionQueue(accounts, RULES).map((entry) => [entry.account, entry.breadth, entry.seats])).toEqual([
    ["large, a fifth adopted", 0.2, 100],
    ["small, nothing adopted", 0, 10],
    ["broad, but silent", 0.9, 50],
    ["unknown seats", 0, null],
    ["nothing relevant", null, 900],
  ]);
});

test("or those with the heaviest reasons, times their priority", () => {
  const accounts = [
    account("silent", { daysSinceSeen: 20, seats: 1 }),
    account("silent and premium", { daysSinceSeen: 20, seats: 1, premium: true }),
    account("silent and large", { daysSinceSeen: 20, seats: 1_000 }),
    account("silent and unhappy", { daysSinceSeen: 20, seats: 1, answers: { notHappy: 1, all: 1 } }),
  ];
  expect(attentionQueue(accounts, RULES, "score").map((entry) => [entry.account, entry.priority, entry.score])).toEqual(
    [
      ["silent and large", 4, 12],
      ["silent and premium", 2, 6],
      ["silent and unhappy", 1, 6],
      ["silent", 1, 3],
    ],
  );
});

test("the order is the same whichever way the accounts come", () => {
  const some = fc.uniqueArray(
    fc.record({
      account: fc.constantFrom("a", "b", "c", "d", "e"),
      premium: fc.boolean(),
      seats: fc.option(fc.constantFrom(1, 10)),
      breadth: fc.constantFrom({ adopted: 0, relevant: 10 }, { adopted: 1, relevant: 10 }, { adopted: 0, relevant: 0 }),
      daysSinceSeen: fc.constantFrom(0, 30),
    }),
    { selector: (one) => one.account },
  );
  fc.assert(
    fc.property(some, fc.constantFrom("breadth" as const, "score" as const), (given, order) => {
      const accounts = given.map((one) => ({ ...wellAccount, ...one }));
      const queue = attentionQueue(accounts, RULES, order);
      expect(attentionQueue(accounts.toReversed(), RULES, order)).toEqual(queue);
      expect(queue.every(({ score, priority }) => score >= priority)).toBe(true);
    }),
  );
});
