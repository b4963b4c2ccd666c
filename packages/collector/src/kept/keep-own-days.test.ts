import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { slotOf } from "@uptake/tracker/protocol";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { readFeatures } from "../api/features.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { DAY_MS, TODAY } from "../api/test-support/random-workspace.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { rulesOf } from "./keep-figures.ts";
import { keptPath, ownSubject } from "./kept-file.ts";
import { ownFiles, removeUnasked } from "./kept-files.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** Days of one's own are counted when somebody asks, again when something changed them, and forgotten when nobody does. */

const MINUTE_MS = 60_000;
const SLOTS_A_DAY = 96;
const LAST_WEEK: OwnDays = { lastDay: TODAY - 7, isOver: true, days: { from: TODAY - 13, to: TODAY - 7 } };
const UNTIL_NOW: OwnDays = { lastDay: TODAY, isOver: false, days: { from: TODAY - 40, to: TODAY } };

let system: TestCollector;
let parts: KeptWorkspace;
let nowMs = START_MS;

const cell = (account: string, daysAgo: number) => ({
  account,
  user: `of-${account}`,
  feature: "calendars",
  slot: slotOf(START_MS) - 4 - daysAgo * SLOTS_A_DAY,
  activeMs: [60_000, 60_000, 60_000, 60_000] as const,
  visits: 1,
  actions: {},
});

async function visit(account: string, daysAgo: number): Promise<void> {
  const writer = `${account}-${daysAgo}`.padEnd(22, "0");
  await system.store.facts.mergeCells([{ ...cell(account, daysAgo), writer }], nowMs);
  nowMs += 5 * MINUTE_MS;
}

async function timeIn(from: ReadParts, days: OwnDays): Promise<unknown> {
  const iso = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
  const response = await readFeatures({
    parameters: new URLSearchParams({ from: iso(days.days?.from ?? 0), to: iso(days.lastDay) }),
    path: {},
    accept: null,
    asker: { scope: ALL_ACCOUNTS, name: null },
    parts: from,
  });
  const { rows, countedAt } = (await response.json()) as { rows: readonly { activeMs: number }[]; countedAt: number };
  return { activeMs: rows.map(({ activeMs }) => activeMs), countedAt };
}

beforeAll(async () => {
  const definitions = { features: { calendars: { name: "Calendars" } } };
  system = await startTestCollector({ definitions });
  const accounts = ["acme", "beta", "gamma"];
  nowMs = START_MS - DAY_MS;
  for (const account of accounts) for (const daysAgo of [2, 8]) await visit(account, daysAgo);
  nowMs = START_MS;
  for (const account of accounts) await visit(account, 0);
  parts = await keepWorkspace(system.store.path, () => nowMs);
});
afterAll(async () => {
  parts.close();
  await system.stop();
});

test("nothing is kept of them before somebody asks", async () => {
  expect(await timeIn(parts.kept, LAST_WEEK)).toEqual({ activeMs: [180_000], countedAt: null });
});

test("then everybody is counted, and nobody again while nothing comes", async () => {
  for (const days of [LAST_WEEK, UNTIL_NOW]) {
    const countedAt = nowMs;
    expect(await parts.keepOwn(days)).toBe(3);
    nowMs += 5 * MINUTE_MS;
    expect(await timeIn(parts.kept, days)).toMatchObject({ countedAt });
    expect(await parts.keepOwn(days)).toBe(0);
  }
  expect(await timeIn(parts.kept, LAST_WEEK)).toMatchObject({ activeMs: [180_000] });
  expect(await timeIn(parts.kept, UNTIL_NOW)).toMatchObject({ activeMs: [540_000] });
});

test("what comes for today changes days that go up to today, and none that are over", async () => {
  await visit("acme", 0.25);
  expect(await parts.keepOwn(LAST_WEEK)).toBe(0);
  expect(await parts.keepOwn(UNTIL_NOW)).toBe(1);
  expect(await timeIn(parts.kept, UNTIL_NOW)).toMatchObject({ activeMs: [600_000] });
});

test("what comes late for days that are over is counted again", async () => {
  await visit("beta", 9);
  expect(await parts.keepOwn(LAST_WEEK)).toBe(1);
  expect(await timeIn(parts.kept, LAST_WEEK)).toMatchObject({ activeMs: [240_000] });
});

test("so is history that the host tells", async () => {
  await system.store.facts.backfill("import", [cell("gamma", 10)], nowMs);
  nowMs += 5 * MINUTE_MS;
  expect(await parts.keepOwn(LAST_WEEK)).toBe(1);
  expect(await timeIn(parts.kept, LAST_WEEK)).toMatchObject({ activeMs: [300_000] });
  expect(await parts.keepUp()).toBeGreaterThan(0);
  expect(await parts.verify()).toEqual([]);
});

test("what any days with the same end say of it is read from those that are kept", async () => {
  const rules = await rulesOf(parts.live);
  const { lastDay, isOver } = LAST_WEEK;
  const shelf = parts.kept.kept;
  expect(shelf?.findAsOf({ lastDay, isOver }, rules)?.day).toBe(lastDay);
  expect(shelf?.findOwn({ lastDay, isOver, days: null }, rules)).toBeNull();
  expect(shelf?.findAsOf({ lastDay: lastDay - 1, isOver }, rules)).toBeNull();
});

test("days that nobody asks for are forgotten, and whoever asks again is told that nothing is kept", async () => {
  const rules = await rulesOf(parts.live);
  const files = [LAST_WEEK, UNTIL_NOW].map((days) => keptPath(system.store.path, ownSubject(days, rules)));
  expect(new Set(await ownFiles(system.store.path))).toEqual(new Set(files));
  nowMs += DAY_MS / 2;
  await parts.keepOwn(LAST_WEEK);
  await removeUnasked(system.store.path, nowMs + 2.75 * DAY_MS);
  expect(files.map((file) => existsSync(file))).toEqual([true, false]);
  expect(parts.kept.kept?.findOwn(UNTIL_NOW, rules)).toBeNull();
});
