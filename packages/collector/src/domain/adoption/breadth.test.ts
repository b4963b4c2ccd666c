import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { moduleSeats } from "../modules/module-seats.ts";
import { percentOf } from "../share.ts";
import { accountBreadth, coreFeatures } from "./breadth.ts";
import { UNKNOWN_ACCOUNT } from "./relevance.ts";

const { features } = compileDefinitions(
  {
    features: {
      inbox: { name: "Inbox", core: true },
      deals: { name: "Deals", core: true, roles: ["seller"] },
      forecast: { name: "Forecast", core: true, plans: ["scale"] },
      reports: { name: "Reports", module: "insight" },
      agents: { name: "Agents", launchedAt: "2026-11-01" },
    },
    modules: { insight: { name: "Insight" } },
  },
  1,
);
const BEFORE_LAUNCH = 20_757;
const LAUNCH = 20_758;
const on = (plan: string) => ({ ...UNKNOWN_ACCOUNT, plan });

test("breadth is adopted ÷ what there is on the account's plan, in any role, since its launch", () => {
  const adopted = new Set(["deals", "forecast", "never.defined"]);
  expect(accountBreadth(features.values(), adopted, on("start"), BEFORE_LAUNCH)).toEqual({
    adopted: ["deals"],
    gaps: ["inbox", "reports"],
    percent: 100 / 3,
  });
  expect(accountBreadth(features.values(), adopted, on("scale"), LAUNCH)).toEqual({
    adopted: ["deals", "forecast"],
    gaps: ["inbox", "reports", "agents"],
    percent: 40,
  });
});

test("the breadth of core features names the valuable ones that are missing", () => {
  expect(accountBreadth(coreFeatures(features.values()), new Set(["deals", "reports"]), on("scale"), LAUNCH)).toEqual({
    adopted: ["deals"],
    gaps: ["inbox", "forecast"],
    percent: 100 / 3,
  });
});

test("an account that has adopted nothing is at 0 %, and without features there is no breadth", () => {
  expect(accountBreadth(features.values(), new Set(), UNKNOWN_ACCOUNT, LAUNCH).percent).toBe(0);
  expect(accountBreadth([], new Set(["inbox"]), UNKNOWN_ACCOUNT, LAUNCH).percent).toBeNull();
});

test("what the account has no licence for, or has said not to be relevant, is no gap", () => {
  const account = {
    ...UNKNOWN_ACCOUNT,
    seats: new Map([["insight", moduleSeats({ licensed: 0, users: null })]]),
    notRelevant: new Set(["deals"]),
  };
  expect(accountBreadth(features.values(), new Set(["reports"]), account, BEFORE_LAUNCH)).toEqual({
    adopted: [],
    gaps: ["inbox"],
    percent: 0,
  });
});

test("what is adopted and what is missing are what somebody in the account can be expected to use, each once", () => {
  const ids = [...features.keys()];
  fc.assert(
    fc.property(fc.subarray(ids), fc.subarray(ids), fc.constantFrom("start", "scale"), (adopted, answered, plan) => {
      const account = { ...on(plan), notRelevant: new Set(answered) };
      const breadth = accountBreadth(features.values(), new Set(adopted), account, LAUNCH);
      const both = [...breadth.adopted, ...breadth.gaps];
      expect(new Set(both).size).toBe(both.length);
      expect(both.toSorted()).toEqual(
        ids.filter((id) => !answered.includes(id) && (id !== "forecast" || plan === "scale")).toSorted(),
      );
      expect(breadth.percent).toBe(percentOf(breadth.adopted.length, both.length));
    }),
  );
});
