import { describe, expect, it } from "vitest";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { readCatalog } from "./catalog.ts";
import { createCompany } from "./company.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";
import { demoGauges } from "./gauges.ts";
import { createSeenByServer } from "./seen-by-server.ts";
import { demoTold } from "./told.ts";
import { usageRows } from "./usage-rows.ts";

const dayMs = 86_400_000;
const anchorDay = Date.parse("2026-11-21T00:00:00Z") / dayMs;
const days = { from: anchorDay - 29, to: anchorDay };
const calendar = createWorkspaceCalendar("UTC");
const company = createCompany({
  seed: 1,
  accounts: 40,
  users: 200,
  anchorDay,
  timeZone: "UTC",
  catalog: readCatalog(DEMO_DEFINITIONS),
});

describe("what the demo's server tells", () => {
  it("is the same each time it is made", () => {
    const told = () => [demoTold(company, ["sales"], 1), [...demoGauges(company, days)]];
    expect(told()).toEqual(told());
  });

  it("has subscriptions that begin with their account or soon after, and end when it leaves", () => {
    const { standings } = demoTold(company, [], 1);
    const kinds = new Set<string>();
    for (const { id, createdAt, churnedAt } of company.accounts) {
      const { subscription, subscriptionStartedAt, subscriptionEndedAt } = standings.get(id) ?? {};
      kinds.add(String(subscription));
      expect({ id, hasStart: subscription !== "none" }).toEqual({ id, hasStart: subscriptionStartedAt !== undefined });
      expect(subscriptionStartedAt ?? createdAt).toBeGreaterThanOrEqual(createdAt);
      expect(subscriptionStartedAt ?? createdAt).toBeLessThanOrEqual(createdAt + 14 * dayMs);
      expect({ id, endedAt: subscriptionEndedAt ?? null }).toEqual({ id, endedAt: churnedAt });
    }
    expect(kinds).toEqual(new Set(["active", "cancelled", "none"]));
  });

  it("touches people, not only accounts, and only those of the account", () => {
    const { touchpoints } = demoTold(company, [], 1);
    const members = new Set(company.members.map(({ account, user }) => `${account.id} ${user}`));
    const people = touchpoints.filter(({ user }) => user);
    expect(people.length).toBeGreaterThan(touchpoints.length / 3);
    expect(people.filter(({ account, user }) => !members.has(`${account} ${user}`))).toEqual([]);
  });

  it("has a bandwidth for each day on which an account was lively, less of it at weekends", () => {
    const gauges = [...demoGauges(company, days)];
    const silent = new Set(company.accounts.filter(({ story }) => story.fate === "silent").map(({ id }) => id));
    expect(gauges.some(({ account }) => silent.has(account))).toBe(false);
    const on = (weekday: (day: number) => boolean) => gauges.filter(({ day }) => weekday((day + 3) % 7));
    const sum = (rows: typeof gauges) => rows.reduce((total, { value }) => total + (value ?? 0), 0);
    expect(sum(on((day) => day >= 5))).toBeLessThan(sum(on((day) => day < 2)));
    expect(new Set(gauges.map(({ account, day }) => `${account} ${day}`)).size).toBe(gauges.length);
  });

  it("has seen whoever the tracker has seen, and people of one account that the tracker has never seen", () => {
    const seen = createSeenByServer(company, days, calendar);
    const used = new Set<string>();
    for (const row of usageRows(company, days, calendar)) {
      seen.see(row);
      used.add(row.account);
    }
    const rows = seen.rows();
    const accounts = new Set(rows.map(({ account }) => account));
    const hidden = company.accounts.find(({ story }) => story.fate === "silent");
    expect(accounts).toEqual(new Set([...used, hidden?.id]));
    expect(used.has(hidden?.id ?? "")).toBe(false);
    expect(rows.every(({ day }) => day >= days.from && day <= days.to)).toBe(true);
  });
});
