import { expect, test } from "vitest";
import { hadBegun, isFinal, openSnapshots, type AccountPast, type TakenSnapshot } from "./open-snapshots.ts";

const DAY = 20_000;
const taken = (changes: Partial<TakenSnapshot>): TakenSnapshot => ({
  id: "s",
  account: "acme",
  module: "sales",
  day: DAY,
  takenDay: DAY + 1,
  kind: "scheduled",
  licensed: 5,
  ...changes,
});
const past = (changes: Partial<AccountPast> = {}): AccountPast => ({
  account: "acme",
  createdDay: DAY,
  churnedDay: null,
  firstUsedDay: null,
  ...changes,
});

test.each([
  ["a scheduled share", {}, true],
  ["not licensed, which is known", { licensed: 0 }, true],
  ["no licence known", { licensed: null }, false],
  ["recorded when the day was over", { kind: "manual" }, true],
  ["recorded while it lasted", { kind: "requested", takenDay: DAY }, false],
  ["recorded without a licence", { kind: "manual", licensed: null }, false],
] as const)("%s: final is %j → %j", (_, changes, final) => {
  expect(isFinal(taken(changes))).toBe(final);
});

test.each([
  ["created on the day", {}, true],
  ["created the day after", { createdDay: DAY + 1 }, false],
  ["used before it was created", { createdDay: DAY + 1, firstUsedDay: DAY }, true],
  ["of which nothing is known", { createdDay: null }, false],
  ["churned on the day", { churnedDay: DAY }, false],
  ["churned the day after", { churnedDay: DAY + 1 }, true],
] as const)("an account %s had begun: %j → %j", (_, changes, begun) => {
  expect(hadBegun(past(changes), DAY)).toBe(begun);
});

test("open are the licensed modules of accounts that were there, without anything final", () => {
  const licensed = () => [{ module: "sales", days: [DAY - 30, DAY] }];
  const one = { account: "acme", module: "sales", day: DAY };
  expect(openSnapshots([past()], licensed, [])).toEqual([{ ...one, unmeasured: null }]);
  expect(openSnapshots([past()], licensed, [taken({})])).toEqual([]);
  expect(openSnapshots([past()], () => [], [])).toEqual([]);
  expect(openSnapshots([past()], licensed, [taken({ module: "service" }), taken({ account: "b" })])).toHaveLength(1);
});

test("one that says no licence is followed, once, whether or not the account is known to have begun", () => {
  const licensed = () => [{ module: "sales", days: [DAY] }];
  const before = taken({ id: "first", licensed: null });
  const nobody = past({ createdDay: null });
  expect(openSnapshots([nobody], licensed, [before])).toMatchObject([{ day: DAY, unmeasured: "first" }]);
  expect(openSnapshots([nobody], licensed, [before, taken({ id: "second" })])).toEqual([]);
  expect(openSnapshots([nobody], licensed, [before, taken({ id: "hand", kind: "manual" })])).toEqual([]);
});
