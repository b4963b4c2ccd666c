import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { moduleSeats } from "../modules/module-seats.ts";
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
const everyKind = [
  ...compileDefinitions(
    {
      features: {
        inbox: { name: "Inbox" },
        billing: { name: "Billing", roles: ["owner"] },
        forecast: { name: "Forecast", plans: ["scale"] },
        insight: { name: "Insight", module: "insight" },
        export: { name: "Export", module: "insight", roles: ["owner", "agent"], plans: ["scale"] },
        later: { name: "Later", launchedAt: "2026-11-01" },
      },
      modules: { insight: { name: "Insight" } },
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
  });
});

test("an answer takes a feature out of both terms", () => {
  const answered = { ...agent, notRelevant: new Set(["reports"]) };
  expect(userRate(features, new Set(["inbox"]), [answered], TODAY)).toMatchObject({
    percent: 50,
    open: ["deals"],
  });
  expect(userRate(features, new Set(["reports"]), [answered], TODAY)).toMatchObject({ percent: 0 });
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
  });
});

test("adopted, open and excluded are all features, each once, and the rate is made of the former two", () => {
  const ids = everyKind.map(({ feature }) => feature);
  const anyAudience = fc
    .record({
      role: fc.constantFrom(null, "agent", "owner"),
      plan: fc.constantFrom(null, "start", "scale"),
      licensed: fc.constantFrom(null, 0, 1, 2),
      holders: fc.constantFrom(null, ["ana"], ["ben"]),
      toAccount: fc.subarray(ids),
      toUser: fc.subarray(ids),
    })
    .map(({ role, plan, licensed, holders, toAccount, toUser }): Audience => {
      const seats = new Map([["insight", moduleSeats({ licensed, users: holders })]]);
      return {
        user: "ana",
        role,
        account: { plan, seats, notRelevant: new Set(toAccount) },
        notRelevant: new Set(toUser),
      };
    });
  const anyMemberships = fc.array(anyAudience, { minLength: 1, maxLength: 3 });
  const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (part * 100) / whole);
  fc.assert(
    fc.property(fc.subarray([...ids, "never.defined"]), anyMemberships, (adopted, memberships) => {
      const rate = userRate(everyKind, new Set(adopted), memberships, TODAY);
      const inOrder = (some: readonly string[]): readonly string[] => ids.filter((id) => some.includes(id));
      expect([...rate.adopted, ...rate.open, ...rate.excluded.map(({ feature }) => feature)].toSorted()).toEqual(
        ids.toSorted(),
      );
      expect(rate.adopted).toEqual(inOrder(rate.adopted.filter((id) => adopted.includes(id))));
      expect(rate.open).toEqual(inOrder(rate.open.filter((id) => !adopted.includes(id))));
      expect(rate.percent).toBe(percent(rate.adopted.length, rate.adopted.length + rate.open.length));
    }),
  );
});
