import {
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_ID_LENGTH,
  MAX_VISITS_PER_SLOT,
  SLOT_MS,
} from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { BackfillRow } from "../store/facts.ts";
import { readCatalog } from "./catalog.ts";
import { createCompany } from "./company.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";
import { usageRows } from "./usage-rows.ts";
import { clockZeroMs, isWeekend } from "./working-days.ts";

const anchorDay = Date.parse("2026-11-21T00:00:00Z") / 86_400_000;

interface Ask {
  readonly seed?: number;
  readonly accounts?: number;
  readonly users?: number;
  readonly timeZone?: string;
  readonly days?: number;
  readonly lastDay?: number;
  readonly definitions?: Definitions;
}

function ask({
  seed = 1,
  accounts = 12,
  users = 90,
  timeZone = "UTC",
  days = 30,
  lastDay = anchorDay,
  definitions = DEMO_DEFINITIONS,
}: Ask) {
  const company = createCompany({ seed, accounts, users, anchorDay, timeZone, catalog: readCatalog(definitions) });
  const calendar = createWorkspaceCalendar(timeZone);
  const rows = [...usageRows(company, { from: lastDay - days + 1, to: lastDay }, calendar)];
  return { company, calendar, rows };
}

const keyOf = ({ account, user, feature, slot }: BackfillRow) => `${account} ${user} ${feature} ${slot}`;
const sum = (rows: readonly BackfillRow[]) => rows.reduce((total, { activeMs }) => total + activeMs[1], 0);

function groups<Key>(rows: readonly BackfillRow[], keyOfRow: (row: BackfillRow) => Key): Map<Key, BackfillRow[]> {
  const found = new Map<Key, BackfillRow[]>();
  for (const row of rows) {
    const group = found.get(keyOfRow(row)) ?? [];
    group.push(row);
    found.set(keyOfRow(row), group);
  }
  return found;
}

describe("usageRows", () => {
  it("is the same for the same options", () => {
    expect(ask({}).rows).toEqual(ask({}).rows);
  });

  it("is another one for another seed", () => {
    expect(ask({ seed: 2 }).rows).not.toEqual(ask({}).rows);
  });

  it("adds the new days' rows on a later day and leaves every older row as it was", () => {
    for (const timeZone of ["UTC", "America/Los_Angeles", "Pacific/Auckland"]) {
      const today = ask({ timeZone, days: 20 });
      const later = ask({ timeZone, days: 22, lastDay: anchorDay + 2 });
      const older = new Map(later.rows.map((row) => [keyOf(row), row]));
      for (const row of today.rows) expect(older.get(keyOf(row))).toEqual(row);
      const border = today.calendar.firstSlotOf(anchorDay + 1);
      const known = new Set(today.rows.map(keyOf));
      const added = later.rows.filter((row) => !known.has(keyOf(row)));
      expect(added.length).toBeGreaterThan(0);
      expect(added.every(({ slot }) => slot >= border)).toBe(true);
    }
  });

  it("gives a shorter range the same rows as a longer one", () => {
    const long = new Map(ask({ days: 30 }).rows.map((row) => [keyOf(row), row]));
    for (const row of ask({ days: 9 }).rows) expect(long.get(keyOf(row))).toEqual(row);
  });

  it("gives no row outside the days, but for the showcase's scripts, and none twice", () => {
    const { rows, company, calendar } = ask({ timeZone: "Asia/Kathmandu", days: 10 });
    const scripted = new Set(company.members.filter(({ habits }) => habits.script.length > 0).map(({ user }) => user));
    const from = calendar.firstSlotOf(anchorDay - 9);
    const end = calendar.firstSlotOf(anchorDay + 1);
    expect(rows.every(({ user, slot }) => slot < end && (slot >= from || scripted.has(user)))).toBe(true);
    expect(new Set(rows.map(keyOf)).size).toBe(rows.length);
  });

  it("keeps every row within the protocol's limits, and a person's slot within its length", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer(),
          accounts: fc.integer({ min: 4, max: 15 }),
          users: fc.integer({ min: 1, max: 60 }),
          timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
          lastDay: fc.integer({ min: anchorDay, max: anchorDay + 250 }),
        }),
        (options) => {
          const { rows } = ask({ ...options, days: 12 });
          for (const { account, user, feature, slot, activeMs, visits, actions } of rows) {
            const [ms30, ms60, ms120, none] = activeMs;
            expect(0 <= ms30 && ms30 <= ms60 && ms60 <= ms120 && ms120 <= none && none <= SLOT_MS).toBe(true);
            expect([slot, visits, ...activeMs, ...Object.values(actions)].every(Number.isSafeInteger)).toBe(true);
            expect(visits >= 0 && visits <= MAX_VISITS_PER_SLOT).toBe(true);
            expect(Object.keys(actions).length).toBeLessThanOrEqual(MAX_ACTIONS_PER_SLOT);
            expect(Object.values(actions).every((count) => count > 0 && count <= MAX_ACTION_COUNT_PER_SLOT)).toBe(true);
            expect([account, user, feature].every((id) => id.length > 0 && id.length <= MAX_ID_LENGTH)).toBe(true);
          }
          for (const same of groups(rows, (row) => `${row.account} ${row.user} ${row.slot}`).values()) {
            expect(same.reduce((total, { activeMs }) => total + activeMs[3], 0)).toBeLessThanOrEqual(SLOT_MS);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it("is as large as a quarter of a year of forty accounts should be", () => {
    const { rows, company } = ask({ accounts: 40, users: 600, days: 90 });
    expect(rows.length).toBeGreaterThan(100_000);
    expect(rows.length).toBeLessThan(280_000);

    const byAccount = groups(rows, ({ account }) => account);
    const minutes = (account: string, days: number) =>
      sum((byAccount.get(account) ?? []).filter(({ slot }) => slot / 96 >= anchorDay - days + 1)) / 60_000;
    const idsOf = (fate: string) => company.accounts.filter(({ story }) => story.fate === fate).map(({ id }) => id);
    const unseen = company.accounts.map(({ id }) => id).filter((id) => !byAccount.has(id));
    expect(unseen).toEqual(idsOf("silent"));
    expect(idsOf("churned").map((id) => minutes(id, 14))).toEqual(idsOf("churned").map(() => 0));
    expect(idsOf("new").map((id) => minutes(id, 14))).toEqual(idsOf("new").map((id) => minutes(id, 90)));
    const ofFate = (fate: string, days: number) => idsOf(fate).reduce((total, id) => total + minutes(id, days), 0);
    expect(ofFate("fading", 14)).toBeLessThan(0.6 * (ofFate("fading", 28) - ofFate("fading", 14)));
    expect(ofFate("growing", 30)).toBeGreaterThan(1.3 * (ofFate("growing", 60) - ofFate("growing", 30)));
    expect(ofFate("steady", 30)).toBeGreaterThan(0.7 * (ofFate("steady", 60) - ofFate("steady", 30)));

    const people = groups(rows, ({ user }) => user).size;
    expect(people).toBeGreaterThan(400);
    expect(people).toBeLessThan(560);
  });

  it("is busy on weekdays in the accounts' own working hours, less so at lunch, and quiet on weekends", () => {
    const { rows, company } = ask({ accounts: 40, users: 300, days: 28 });
    const calendars = new Map(company.accounts.map((account) => [account.id, account.calendar]));
    const local = rows.flatMap((row) => {
      const calendar = calendars.get(row.account) ?? createWorkspaceCalendar("UTC");
      const day = calendar.dayOfSlot(row.slot);
      const hour = Math.floor((row.slot * SLOT_MS - clockZeroMs(calendar, day)) / 3_600_000);
      return { row, weekend: isWeekend(day), hour };
    });
    const weekendMs = sum(local.filter(({ weekend }) => weekend).map(({ row }) => row));
    const hours = (from: number, to: number) =>
      sum(local.filter(({ hour }) => hour >= from && hour < to).map(({ row }) => row));
    const total = sum(rows);
    expect(weekendMs / total).toBeLessThan(0.1);
    expect(weekendMs).toBeGreaterThan(0);
    expect(hours(7, 20) / total).toBeGreaterThan(0.93);
    expect(hours(0, 6)).toBeLessThan(0.01 * total);
    expect(hours(12, 13)).toBeLessThan(hours(10, 11));
    expect(hours(13, 14)).toBeLessThan(hours(15, 16));
  });

  it("has public holidays, on which a whole country's accounts rest", () => {
    const { rows, company } = ask({ accounts: 60, users: 600, days: 90 });
    const country = new Map(company.accounts.map((account) => [account.id, account.country]));
    const american = groups(
      rows.filter(({ account }) => country.get(account) === "US"),
      ({ slot }) => Math.floor(slot / 96),
    );
    const weekdays = [...american].filter(([day]) => !isWeekend(day)).map(([, ofDay]) => sum(ofDay));
    const median = weekdays.toSorted((one, other) => one - other).at(weekdays.length / 2) ?? Number.NaN;
    expect(weekdays.filter((ms) => ms < 0.3 * median).length).toBeGreaterThan(0);
    expect(weekdays.filter((ms) => ms < 0.3 * median).length).toBeLessThan(10);
  });

  it("measures less under a shorter idle limit, but not much", () => {
    const { rows } = ask({});
    const total = (index: 0 | 1 | 2 | 3) => rows.reduce((all, { activeMs }) => all + activeMs[index], 0);
    const [ms30, ms60, ms120, none] = [total(0), total(1), total(2), total(3)] as const;
    expect(ms30).toBeLessThan(0.97 * ms60);
    expect(ms60).toBeLessThan(0.99 * ms120);
    expect(ms120).toBeLessThan(0.995 * none);
    expect(ms30).toBeGreaterThan(0.7 * none);
  });

  it("counts actions with the time in their feature, in that feature only", () => {
    const { rows, company } = ask({ accounts: 20, users: 200 });
    const own = new Map(
      company.catalog.features.map(({ feature, actions }) => [feature, new Set(actions.map(({ action }) => action))]),
    );
    for (const { feature, actions } of rows) {
      expect(Object.keys(actions).every((action) => own.get(feature)?.has(action))).toBe(true);
    }
    const sent = (among: readonly BackfillRow[]) =>
      among.reduce((total, { actions }) => total + (actions["message.sent"] ?? 0), 0);
    const people = [
      ...groups(
        rows.filter(({ feature }) => feature === "conversations"),
        ({ user }) => user,
      ).values(),
    ].toSorted((one, other) => sum(other) - sum(one));
    const half = Math.floor(people.length / 2);
    expect(sent(people.slice(0, half).flat())).toBeGreaterThan(3 * sent(people.slice(half).flat()));
  });

  it("has time outside every feature too", () => {
    const { rows } = ask({});
    const other = sum(rows.filter(({ feature }) => feature === "_other"));
    expect(other / sum(rows)).toBeGreaterThan(0.01);
    expect(other / sum(rows)).toBeLessThan(0.15);
  });

  it("lets the most popular of anybody's features lead", () => {
    const features = Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [`area${index}`, { name: `Area ${index}` }]),
    );
    const { rows } = ask({ definitions: { features }, accounts: 30, users: 300 });
    const totals = groups(rows, ({ feature }) => feature);
    expect([...totals.keys()].toSorted()).toEqual(["_other", ...Object.keys(features)]);
    expect(sum(totals.get("area0") ?? [])).toBeGreaterThan(sum(totals.get("area5") ?? []));
    expect(rows.every(({ actions }) => Object.keys(actions).length === 0)).toBe(true);
  });

  it("has only time outside features where none are defined", () => {
    expect(new Set(ask({ definitions: { features: {} } }).rows.map(({ feature }) => feature))).toEqual(
      new Set(["_other"]),
    );
  });
});
