import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { dayOfIsoDate } from "../period/calendar-date.ts";
import { moduleSeats } from "../modules/module-seats.ts";
import { splitByRelevance, UNKNOWN_ACCOUNT, type AccountAudience, type Audience } from "./relevance.ts";

const { features } = compileDefinitions(
  {
    features: {
      inbox: { name: "Inbox", module: "talk" },
      billing: { name: "Billing", roles: ["admin", "owner"] },
      forecast: { name: "Forecast", plans: ["scale"] },
      agents: { name: "Agents", launchedAt: "2026-11-01" },
    },
    modules: { talk: { name: "Talk" } },
  },
  1,
);
const anybody: Audience = { user: "ana", role: null, account: UNKNOWN_ACCOUNT, notRelevant: new Set() };
const inAccount = (account: Partial<AccountAudience>): AccountAudience => ({ ...UNKNOWN_ACCOUNT, ...account });

function excludedFor(audience: Partial<Audience>, date: string): readonly string[] {
  const { relevant, excluded } = splitByRelevance(
    features.values(),
    [{ ...anybody, ...audience }],
    dayOfIsoDate(date) ?? Number.NaN,
  );
  expect(relevant.length + excluded.length).toBe(features.size);
  return excluded.map(({ feature, reason }) => `${feature}: ${reason}`);
}

test("who is in none of the named roles and on none of the named plans has fewer features", () => {
  expect(excludedFor({ role: "agent", account: inAccount({ plan: "start" }) }, "2026-12-01")).toEqual([
    "billing: role",
    "forecast: plan",
  ]);
  expect(excludedFor({ role: "owner", account: inAccount({ plan: "scale" }) }, "2026-12-01")).toEqual([]);
});

test("somebody of whom nothing is known is in none of the named roles and on none of the named plans", () => {
  expect(excludedFor({}, "2026-12-01")).toEqual(["billing: role", "forecast: plan"]);
});

test("a feature is relevant from its first day on", () => {
  const owner = { role: "owner", account: inAccount({ plan: "scale" }) };
  expect(excludedFor(owner, "2026-10-31")).toEqual(["agents: notLaunched"]);
  expect(excludedFor(owner, "2026-11-01")).toEqual([]);
});

test("an answer takes a feature out", () => {
  const answer = {
    role: "owner",
    account: inAccount({ plan: "scale" }),
    notRelevant: new Set(["inbox", "never.defined"]),
  };
  expect(excludedFor(answer, "2026-12-01")).toEqual(["inbox: answer"]);
});

test("a module without a seat takes its features out: of the account, or of whom the named seats leave out", () => {
  const owner = (licensed: number | null, users: readonly string[] | null) => ({
    role: "owner",
    account: inAccount({ plan: "scale", seats: new Map([["talk", moduleSeats({ licensed, users })]]) }),
  });
  expect(excludedFor(owner(0, null), "2026-12-01")).toEqual(["inbox: notLicensed"]);
  expect(excludedFor(owner(1, ["ben"]), "2026-12-01")).toEqual(["inbox: noSeat"]);
  expect(excludedFor(owner(2, ["ben"]), "2026-12-01")).toEqual([]);
  expect(excludedFor(owner(null, ["ana"]), "2026-12-01")).toEqual([]);
});

test("what was said of an account holds for everybody in it", () => {
  const account = inAccount({ plan: "scale", notRelevant: new Set(["agents"]) });
  expect(excludedFor({ role: "owner", account }, "2026-12-01")).toEqual(["agents: accountAnswer"]);
});

test("every feature is relevant or has a reason, and somebody in one more account loses none", () => {
  const audience = fc
    .record({
      role: fc.constantFrom(null, "admin", "agent"),
      plan: fc.constantFrom(null, "start", "scale"),
      notRelevant: fc.subarray([...features.keys()]),
    })
    .map(({ role, plan, notRelevant }): Audience =>
      Object.assign({}, anybody, { role, account: inAccount({ plan }), notRelevant: new Set(notRelevant) }),
    );
  fc.assert(
    fc.property(fc.array(audience, { minLength: 1, maxLength: 3 }), audience, (memberships, another) => {
      const day = dayOfIsoDate("2026-11-10") ?? Number.NaN;
      const { relevant, excluded } = splitByRelevance(features.values(), memberships, day);
      expect([...relevant, ...excluded].map(({ feature }) => feature).toSorted()).toEqual(
        [...features.keys()].toSorted(),
      );
      const more = splitByRelevance(features.values(), [...memberships, another], day);
      expect(more.relevant).toEqual(expect.arrayContaining([...relevant]));
    }),
  );
});
