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
