import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { UNKNOWN_ACCOUNT, type Audience } from "./relevance.ts";
import { userRate } from "./user-rate.ts";

const features = [
  ...compileDefinitions(
    {
      features: {
        inbox: { name: "Inbox", core: true },
        deals: { name: "Deals", core: true },
        reports: { name: "Reports" },
        billing: { name: "Billing", roles: ["owner"] },
      },
    },
    1,
  ).features.values(),
];
const agent: Audience = { user: "ana", role: "agent", account: UNKNOWN_ACCOUNT, notRelevant: new Set() };
const TODAY = 20_000;

test("a user's rate is adopted ÷ relevant features, whatever else they have adopted", () => {
  expect(userRate(features, new Set(["inbox", "billing", "never.defined"]), [agent], TODAY)).toEqual({
    adopted: ["inbox"],
    open: ["deals", "reports"],
    excluded: [{ feature: "billing", reason: "role" }],
    percent: 100 / 3,
    percentWithAnswers: 100 / 3,
  });
});

test("an answer changes the denominator openly: both rates are told", () => {
  const answered = { ...agent, notRelevant: new Set(["reports"]) };
  expect(userRate(features, new Set(["inbox"]), [answered], TODAY)).toMatchObject({
    percent: 50,
    percentWithAnswers: 100 / 3,
    open: ["deals"],
  });
  expect(userRate(features, new Set(["reports"]), [answered], TODAY)).toMatchObject({
    percent: 0,
    percentWithAnswers: 100 / 3,
  });
});

test("who has adopted nothing is at 0 %, and to whom nothing is relevant has no rate", () => {
  expect(userRate(features, new Set(), [agent], TODAY).percent).toBe(0);
  expect(userRate([], new Set(["inbox"]), [agent], TODAY).percent).toBeNull();
});

test("what is relevant to somebody in one of their accounts is relevant to them", () => {
  const elsewhere: Audience = { ...agent, account: { ...UNKNOWN_ACCOUNT, notRelevant: new Set(["inbox", "deals"]) } };
  expect(userRate(features, new Set(["deals"]), [elsewhere, agent], TODAY)).toMatchObject({
    adopted: ["deals"],
    open: ["inbox", "reports"],
  });
  expect(userRate(features, new Set(["deals"]), [elsewhere], TODAY)).toMatchObject({
    adopted: [],
    open: ["reports"],
    percentWithAnswers: 100 / 3,
  });
});
