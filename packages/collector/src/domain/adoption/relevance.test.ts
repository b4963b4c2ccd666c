import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { dayOfIsoDate } from "../period/calendar-date.ts";
import { splitByRelevance, type Audience } from "./relevance.ts";

const { features } = compileDefinitions(
  {
    features: {
      inbox: { name: "Inbox" },
      billing: { name: "Billing", roles: ["admin", "owner"] },
      forecast: { name: "Forecast", plans: ["scale"] },
      agents: { name: "Agents", launchedAt: "2026-11-01" },
    },
  },
  1,
);
const anybody: Audience = { role: null, plan: null, notRelevant: new Set() };

function excludedFor(audience: Partial<Audience>, date: string): readonly string[] {
  const { relevant, excluded } = splitByRelevance(
    features.values(),
    { ...anybody, ...audience },
    dayOfIsoDate(date) ?? Number.NaN,
  );
  expect(relevant.length + excluded.length).toBe(features.size);
  return excluded.map(({ feature, reason }) => `${feature}: ${reason}`);
}

test("who is in none of the named roles and on none of the named plans has fewer features", () => {
  expect(excludedFor({ role: "agent", plan: "start" }, "2026-12-01")).toEqual(["billing: role", "forecast: plan"]);
  expect(excludedFor({ role: "owner", plan: "scale" }, "2026-12-01")).toEqual([]);
});

test("somebody of whom nothing is known is in none of the named roles and on none of the named plans", () => {
  expect(excludedFor({}, "2026-12-01")).toEqual(["billing: role", "forecast: plan"]);
});

test("a feature is relevant from its first day on", () => {
  const owner = { role: "owner", plan: "scale" };
  expect(excludedFor(owner, "2026-10-31")).toEqual(["agents: notLaunched"]);
  expect(excludedFor(owner, "2026-11-01")).toEqual([]);
});

test("an answer takes a feature out", () => {
  const answer = { role: "owner", plan: "scale", notRelevant: new Set(["inbox", "never.defined"]) };
  expect(excludedFor(answer, "2026-12-01")).toEqual(["inbox: answer"]);
});
