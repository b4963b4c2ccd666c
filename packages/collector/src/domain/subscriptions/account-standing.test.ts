import * as fc from "fast-check";
import { expect, test } from "vitest";
import { accountKind, type AccountStanding } from "./account-standing.ts";
import { standing } from "./test-support/standing.ts";

test.each<[string, Partial<AccountStanding>, string]>([
  ["no subscription told of", {}, "regular"],
  ["an active one", { subscription: "active" }, "saas"],
  ["one that is owed for", { subscription: "past_due" }, "saas"],
  ["a trial", { subscription: "trialing", subscriptionStartedAt: 1 }, "regular"],
  ["a pause", { subscription: "paused", subscriptionStartedAt: 1 }, "regular"],
  ["none", { subscription: "none" }, "regular"],
  ["one that begins now", { subscription: "active", subscriptionStartedAt: 100 }, "saas"],
  ["one that begins later", { subscription: "active", subscriptionStartedAt: 101 }, "regular"],
  ["one that ended now", { subscription: "active", subscriptionEndedAt: 100 }, "regular"],
  ["a cancelled one that still runs", { subscription: "cancelled", subscriptionEndedAt: 101 }, "saas"],
  ["a cancelled one", { subscription: "cancelled", subscriptionStartedAt: 1 }, "regular"],
  ["a start and no state", { subscriptionStartedAt: 1 }, "saas"],
  ["a churn", { subscription: "active", churnedAt: 100 }, "churned"],
  ["a churn that comes later", { subscription: "active", churnedAt: 101 }, "saas"],
])("an account with %s", (_what, given, kind) => {
  expect(accountKind(standing(given), 100)).toBe(kind);
});

test("an account is one thing at a time, and churned from when it left", () => {
  const moment = fc.option(fc.nat(100));
  fc.assert(
    fc.property(
      fc.record({
        churnedAt: moment,
        subscription: fc.constantFrom("active", "trialing", "past_due", "paused", "cancelled", "none", null),
        subscriptionStartedAt: moment,
        subscriptionEndedAt: moment,
      }),
      fc.nat(100),
      (told, at) => {
        const account = standing(told);
        const hasLeft = told.churnedAt !== null && told.churnedAt <= at;
        const hasEnded = told.subscriptionEndedAt !== null && told.subscriptionEndedAt <= at;
        const isNone = ["trialing", "paused", "none"].includes(told.subscription ?? "");
        const kind = accountKind(account, at);
        expect(kind === "churned").toBe(hasLeft);
        expect(kind === "saas" && (hasEnded || isNone)).toBe(false);
      },
    ),
  );
});
