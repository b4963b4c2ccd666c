import * as fc from "fast-check";
import { expect, test } from "vitest";
import { accountKind, isCustomer, type AccountStanding } from "./account-standing.ts";
import { subscriptionCounts } from "./subscription-counts.ts";

const account = (given: Partial<AccountStanding>): AccountStanding => ({
  account: "acme",
  createdAtMs: 0,
  churnedAtMs: null,
  subscribedAtMs: null,
  unsubscribedAtMs: null,
  premium: false,
  ...given,
});

test.each<[string, Partial<AccountStanding>, string]>([
  ["no subscription", {}, "regular"],
  ["an active subscription", { subscribedAtMs: 100 }, "saas"],
  ["one that begins later", { subscribedAtMs: 101 }, "regular"],
  ["one that ends now", { subscribedAtMs: 1, unsubscribedAtMs: 100 }, "regular"],
  ["one that ends later", { subscribedAtMs: 1, unsubscribedAtMs: 101 }, "saas"],
  ["a churn", { subscribedAtMs: 1, churnedAtMs: 100 }, "churned"],
  ["a churn that comes later", { subscribedAtMs: 1, churnedAtMs: 101 }, "saas"],
])("an account with %s", (_what, given, kind) => {
  expect(accountKind(account(given), 100)).toBe(kind);
});

test("an account is a customer from its creation up to its churn", () => {
  const standing = account({ createdAtMs: 10, churnedAtMs: 20 });
  expect([9, 10, 19, 20].map((atMs) => isCustomer(standing, atMs))).toEqual([false, true, true, false]);
  expect(isCustomer(account({ createdAtMs: null }), -1e15)).toBe(true);
});

test("companies are SaaS or regular; premium ones are marked among them", () => {
  const accounts = [
    account({ account: "pays", subscribedAtMs: 1, premium: true }),
    account({ account: "doesn't" }),
    account({ account: "left", churnedAtMs: 5, premium: true }),
    account({ account: "not yet", createdAtMs: 101, subscribedAtMs: 101 }),
  ];
  expect(subscriptionCounts(accounts, 100)).toEqual({
    companies: ["pays", "doesn't"],
    saas: ["pays"],
    regular: ["doesn't"],
    churned: ["left"],
    premium: ["pays"],
  });
});

test("SaaS and regular ones are all companies, and premium ones are among them", () => {
  const time = fc.option(fc.nat({ max: 200 }));
  const some = fc.array(
    fc.record({
      createdAtMs: time,
      churnedAtMs: time,
      subscribedAtMs: time,
      unsubscribedAtMs: time,
      premium: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(some, (given) => {
      const accounts = given.map((one, index) => account({ ...one, account: `${index}` }));
      const { companies, saas, regular, churned, premium } = subscriptionCounts(accounts, 100);
      expect(new Set([...saas, ...regular])).toEqual(new Set(companies));
      expect(saas.length + regular.length).toBe(companies.length);
      expect(companies).toEqual(expect.arrayContaining([...premium]));
      expect(churned.filter((one) => companies.includes(one))).toEqual([]);
    }),
  );
});
