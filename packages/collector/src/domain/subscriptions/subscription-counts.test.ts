import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SubscriptionState } from "./account-standing.ts";
import { subscriptionCounts } from "./subscription-counts.ts";
import { standing } from "./test-support/standing.ts";

test("companies are SaaS or regular; premium ones are marked among them", () => {
  const accounts = [
    standing({ id: "pays", subscription: "active", premium: true }),
    standing({ id: "doesn't" }),
    standing({ id: "left", churnedAt: 5, premium: true }),
    standing({ id: "later today", createdAt: 101, subscription: "active" }),
  ];
  expect(subscriptionCounts(accounts, 100)).toEqual({
    companies: ["pays", "doesn't", "later today"],
    saas: ["pays", "later today"],
    regular: ["doesn't"],
    churned: ["left"],
    premium: ["pays"],
  });
});

test("SaaS and regular ones are all companies, and premium ones are among them", () => {
  const time = fc.option(fc.nat({ max: 200 }));
  const some = fc.array(
    fc.record({
      createdAt: time,
      churnedAt: time,
      subscription: fc.option(fc.constantFrom<SubscriptionState>("active", "past_due", "cancelled", "none")),
      subscriptionStartedAt: time,
      subscriptionEndedAt: time,
      premium: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(some, (given) => {
      const accounts = given.map((one, index) => standing({ ...one, id: `${index}` }));
      const { companies, saas, regular, churned, premium } = subscriptionCounts(accounts, 100);
      expect(new Set([...saas, ...regular])).toEqual(new Set(companies));
      expect(saas.length + regular.length).toBe(companies.length);
      expect(companies).toEqual(expect.arrayContaining([...premium]));
      expect(churned.filter((one) => companies.includes(one))).toEqual([]);
    }),
  );
});
