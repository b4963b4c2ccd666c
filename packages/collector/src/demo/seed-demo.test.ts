import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slotOf } from "@uptake/tracker/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { createSqliteStore, type SqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";
import { seedDemo, type SeedDemoOptions } from "./seed-demo.ts";

const dayMs = 86_400_000;
const minute = 60_000;
const morning = Date.parse("2026-11-20T06:00:00Z");
const YESTERDAY = Date.parse("2026-11-19T00:00:00Z") / dayMs;
const FIRST_RUN_DAY = YESTERDAY - 30;

let folder: string;
let store: SqliteStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-demo-"));
  store = await createSqliteStore({ path: join(folder, "uptake.db"), timeZone: "Europe/Berlin", now: () => morning });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const seed = (nowMs = morning, sizes: Partial<SeedDemoOptions> = {}) =>
  seedDemo({
    facts: store.facts,
    records: store.records,
    now: () => nowMs,
    timeZone: "Europe/Berlin",
    accounts: 11,
    users: 32,
    days: 45,
    seed: 1,
    ...sizes,
  });

const scope = ALL_ACCOUNTS;

/** Everything that the store tells, but for when it arrived. */
async function everything() {
  const { facts } = store;
  return {
    totals: await facts.totals({ scope, by: ["account", "user", "feature", "day"] }),
    actions: await facts.actionTotals({ scope, by: ["account", "user", "feature", "day"] }),
    accounts: (await facts.accounts(scope)).map(({ id, name, plan, createdAt, churnedAt, inRoster }) => {
      return { id, name, plan, createdAt, churnedAt, inRoster };
    }),
    users: await facts.users(scope),
    assets: (await facts.assets({ scope })).rows,
    runs: await runsByDay(),
  };
}

/** How often assets ran on each day, as far as it is known. */
async function runsByDay(): Promise<ReadonlyMap<number, number>> {
  const { rows } = await store.facts.assets({ scope });
  const sums = new Map<number, number>();
  for (let day = FIRST_RUN_DAY; day <= YESTERDAY; day += 1) {
    const ran = await store.facts.pushed({ kind: "assetRuns", scope, days: { from: day, to: day } });
    sums.set(
      day,
      ran.reduce((sum, { runs }) => sum + runs, 0),
    );
  }
  const known = [...sums.values()].reduce((sum, runs) => sum + runs, 0);
  expect(known).toBeLessThanOrEqual(rows.reduce((sum, { runs }) => sum + runs, 0));
  return sums;
}

async function totalsOf(user: string) {
  const rows = await store.facts.totals({ scope, by: ["feature"], user });
  return Object.fromEntries(rows.map(({ feature, activeMs }) => [feature, activeMs[1]]));
}

describe("seedDemo", () => {
  it("fills the store with as many accounts and users as asked for, and says so", async () => {
    const summary = await seed();
    const { accounts, users, assets, totals } = await everything();
    expect(summary).toEqual({ accounts: 11, users: 32, rows: summary.rows, assets: assets.length });
    expect(summary.rows).toBeGreaterThanOrEqual(totals.length);
    expect(accounts).toHaveLength(11);
    expect(accounts.every(({ inRoster, name }) => inRoster && name !== null)).toBe(true);
    expect(accounts.some(({ churnedAt }) => churnedAt !== null)).toBe(true);
    expect(users).toHaveLength(32);
    expect(users.every(({ inRoster, role }) => inRoster && role !== null)).toBe(true);
    expect(await store.facts.verify()).toEqual([]);
  });

  it("stores definitions where there are none, and takes those that are there", async () => {
    await seed();
    expect((await store.records.definitions())?.definitions).toEqual(DEMO_DEFINITIONS);
    const own = { features: { home: { name: "Home" }, board: { name: "Board" } } };
    await store.records.applyDefinitions({ definitions: own, fileHash: null, appliedAtMs: morning });
    await seed(morning, { seed: 2 });
    expect((await store.records.definitions())?.definitions).toEqual(own);
    const features = await store.facts.totals({ scope, by: ["feature"] });
    expect(features.map(({ feature }) => feature)).toContain("board");
  });

  it("ends with yesterday, in the workspace's days", async () => {
    // 23:30 UTC is already the next day in Berlin.
    await seed(Date.parse("2026-11-20T23:30:00Z"));
    const days = (await store.facts.totals({ scope, by: ["day"] })).map(({ day }) => day);
    expect(Math.max(...days.map(Number))).toBe(Date.parse("2026-11-20T00:00:00Z") / dayMs);
  });

  it("tells on which of the last days assets ran", async () => {
    await seed();
    const runs = await runsByDay();
    const days = [...runs].filter(([day]) => day < YESTERDAY);
    expect(days.filter(([, ran]) => ran > 0).length).toBeGreaterThan(20);
  });

  it("changes nothing when it runs again later on the same day", async () => {
    const first = await seed();
    const before = await everything();
    expect(await seed(morning + 9 * 60 * minute)).toEqual(first);
    expect(await everything()).toEqual(before);
    expect(await store.facts.verify()).toEqual([]);
  });

  it("changes nothing when it runs again after the history was folded", async () => {
    await seed();
    const before = await everything();
    await store.facts.fold(slotOf(morning - 5 * dayMs));
    await seed();
    expect(await everything()).toEqual(before);
    expect(await store.facts.verify()).toEqual([]);
  });

  it("adds only the days since when it runs again on a later day", async () => {
    await seed();
    const before = await everything();
    await seed(morning + 4 * dayMs);
    const after = await everything();
    const border = Date.parse("2026-11-20T00:00:00Z") / dayMs;
    expect(after.totals.filter(({ day }) => Number(day) < border)).toEqual(before.totals);
    expect(after.totals.length).toBeGreaterThan(before.totals.length);
    expect(after.accounts).toEqual(before.accounts);
    expect(after.users).toEqual(before.users);
    expect(await store.facts.verify()).toEqual([]);
  });

  it("keeps the first day's stories when a host has pushed the showcase accounts with dates of its own", async () => {
    await seed();
    const maya = await totalsOf("u_maya");
    await store.facts.putAccounts([{ id: "brightside", createdAt: morning - 3 * dayMs }]);
    await seed(morning + dayMs);
    expect((await totalsOf("u_maya"))["calendars"]).toBe(maya["calendars"]);
    expect(await totalsOf("u_tom")).toEqual({ contacts: 12 * minute, conversations: 2.8 * minute });
  });

  it("has the showcase as the example application needs it", async () => {
    await seed(morning, { accounts: 3, users: 6, days: 7 });
    expect(await totalsOf("u_maya")).toEqual({
      conversations: 88 * minute,
      contacts: 47 * minute,
      opportunities: 26 * minute,
      workflows: 11 * minute,
      calendars: 4 * minute,
      reports: 5.5 * minute,
    });
    expect((await store.facts.assets({ scope })).rows).toEqual([]);
  });

  it("refuses sizes that make no sense, and says what to do", async () => {
    await expect(seed(morning, { accounts: 0 })).rejects.toThrow("can't have 0 accounts: give a whole number");
    await expect(seed(morning, { days: 1.5 })).rejects.toThrow("can't have 1.5 days");
    await expect(seed(morning, { seed: Number.NaN })).rejects.toThrow("The seed can't be NaN");
    await expect(seed(morning, { accounts: 2, users: 9 })).rejects.toThrow(
      "first 2 accounts have 4 users together, not 9: ask for fewer users, or for more than 3 accounts",
    );
    expect(await store.facts.accounts(scope)).toEqual([]);
  });
});
