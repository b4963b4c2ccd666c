import { describe, expect, it } from "vitest";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { readCatalog } from "./catalog.ts";
import { createCompany } from "./company.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";
import { isWeekend } from "./working-days.ts";
import { usageRows } from "./usage-rows.ts";

const friday = Date.parse("2026-11-20T00:00:00Z") / 86_400_000;
const minute = 60_000;

interface Ask {
  readonly seed?: number;
  readonly days?: number;
  readonly anchorDay?: number;
  readonly lastDay?: number;
  readonly definitions?: Definitions;
  readonly limit?: number;
}

function use(user: string, ask: Ask = {}) {
  const { seed = 1, days = 90, anchorDay = friday + 1, definitions = DEMO_DEFINITIONS, limit = 1 } = ask;
  const { lastDay = anchorDay } = ask;
  const company = createCompany({
    seed,
    accounts: 3,
    users: 6,
    anchorDay,
    timeZone: "Europe/Berlin",
    catalog: readCatalog(definitions),
  });
  const calendar = createWorkspaceCalendar("Europe/Berlin");
  const rows = [...usageRows(company, { from: lastDay - days + 1, to: lastDay }, calendar)].filter(
    (row) => row.user === user,
  );
  const totals: Record<string, number> = {};
  const actions: Record<string, number> = {};
  for (const row of rows) {
    totals[row.feature] = (totals[row.feature] ?? 0) + (row.activeMs[limit] ?? 0);
    for (const [action, count] of Object.entries(row.actions)) actions[action] = (actions[action] ?? 0) + count;
  }
  const daysUsed = [...new Set(rows.map(({ slot }) => calendar.dayOfSlot(slot)))];
  return { rows, totals, actions, daysUsed, lastUsed: Math.max(...daysUsed) };
}

describe("the showcase", () => {
  it("has Maya with four features adopted, two on their way and three untouched, on whatever weekday it is seeded", () => {
    for (let shift = 0; shift < 7; shift += 1) {
      for (const days of [1, 90]) {
        const { totals } = use("u_maya", { anchorDay: friday + shift, days, seed: shift });
        expect(totals).toEqual({
          conversations: 88 * minute,
          contacts: 47 * minute,
          opportunities: 26 * minute,
          workflows: 11 * minute,
          calendars: 4 * minute,
          reports: 5.5 * minute,
        });
      }
    }
  });

  it("has Maya's features adopted in different weeks, each before yesterday", () => {
    const { rows } = use("u_maya");
    const crossed = ["conversations", "contacts", "opportunities", "workflows"].map((feature) => {
      let rest = 7 * minute;
      const crossing = rows
        .filter((row) => row.feature === feature)
        .find(({ activeMs }) => {
          rest -= activeMs[1];
          return rest <= 0;
        });
      return (crossing?.slot ?? Number.NaN) / 96;
    });
    expect(crossed.toSorted((one, other) => one - other)).toEqual(crossed);
    expect(new Set(crossed.map((day) => Math.floor(day / 7))).size).toBeGreaterThan(2);
    expect(Math.max(...crossed)).toBeLessThan(friday);
  });

  it("leaves Maya's first booking to be made", () => {
    const { actions } = use("u_maya");
    expect(actions["booking.completed"]).toBeUndefined();
    expect(actions["message.sent"]).toBe(46);
    expect(actions["workflow.created"]).toBe(2);
  });

  it("lets Maya go on with what she has adopted, and nothing else, on later days", () => {
    const before = use("u_maya").totals;
    const after = use("u_maya", { lastDay: friday + 40, days: 130 }).totals;
    expect(after["calendars"]).toBe(before["calendars"]);
    expect(after["reports"]).toBe(before["reports"]);
    expect(after["conversations"]).toBeGreaterThan(before["conversations"] ?? Number.NaN);
    expect(after["payments"]).toBeUndefined();
  });

  it("has Ben at the front desk every working day, in calendars and conversations", () => {
    const { totals, daysUsed } = use("u_ben");
    expect(daysUsed).toHaveLength(65);
    expect(daysUsed.some(isWeekend)).toBe(false);
    expect(totals["calendars"]).toBeGreaterThan(600 * minute);
    expect(totals["conversations"]).toBeGreaterThan(600 * minute);
    expect(totals["reports"]).toBeUndefined();
  });

  it("has Priya in her first days, with a little of everything and nothing adopted", () => {
    const { totals, lastUsed, daysUsed } = use("u_priya");
    expect(Object.keys(totals)).toHaveLength(9);
    expect(Math.max(...Object.values(totals))).toBeLessThan(4 * minute);
    expect(Object.values(totals).reduce((all, ms) => all + ms, 0)).toBeGreaterThan(10 * minute);
    expect(lastUsed).toBe(friday);
    expect(Math.min(...daysUsed)).toBeGreaterThan(friday - 8);
  });

  it("has Tom who adopted contacts two months ago and hasn't been back for forty days", () => {
    for (let shift = 0; shift < 7; shift += 1) {
      const { totals, lastUsed, daysUsed } = use("u_tom", { anchorDay: friday + shift, days: 30 });
      expect(totals).toEqual({ contacts: 12 * minute, conversations: 2.8 * minute });
      expect(friday + shift - lastUsed).toBeGreaterThanOrEqual(40);
      expect(friday + shift - Math.min(...daysUsed)).toBeGreaterThan(58);
    }
  });

  it("has Elena mostly in reports and payments, and Sam only now and then", () => {
    const { totals } = use("u_elena");
    const leading = Object.entries(totals).toSorted(([, one], [, other]) => other - one);
    expect(
      leading
        .slice(0, 2)
        .map(([feature]) => feature)
        .toSorted(),
    ).toEqual(["payments", "reports"]);
    expect(totals["reports"]).toBeGreaterThan(300 * minute);
    const sam = use("u_sam");
    expect(sam.daysUsed.length).toBeGreaterThan(3);
    expect(sam.daysUsed.length).toBeLessThan(30);
    expect(Object.values(sam.totals).reduce((all, ms) => all + ms, 0)).toBeLessThan(240 * minute);
  });

  it("keeps its shares under another idle limit and another threshold", () => {
    for (const [limit, idleLimit] of (["30s", "60s", "120s", "none"] as const).entries()) {
      const definitions: Definitions = {
        ...DEMO_DEFINITIONS,
        idleLimit,
        features: { ...DEMO_DEFINITIONS.features, calendars: { name: "Calendars", thresholdMs: 70 * minute } },
      };
      const { totals, rows } = use("u_maya", { definitions, limit });
      expect(totals["calendars"]).toBe(40 * minute);
      expect(totals["reports"]).toBe(5.5 * minute);
      expect(totals["conversations"]).toBe(88 * minute);
      expect(rows.every(({ activeMs }) => activeMs[3] <= 900_000)).toBe(true);
    }
  });

  it("takes other definitions' features by their place", () => {
    const definitions: Definitions = {
      features: Object.fromEntries(["home", "board", "wiki"].map((feature) => [feature, { name: feature }])),
    };
    expect(use("u_maya", { definitions }).totals).toEqual({ home: 88 * minute, board: 4 * minute, wiki: 11 * minute });
  });
});
