import { afterAll, beforeAll, expect, test } from "vitest";
import { slotOf } from "@uptake/tracker/protocol";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { DAY_MS, TODAY } from "../api/test-support/random-workspace.ts";
import { openKeeperParts, rulesOf } from "./keep-figures.ts";
import { ownSubject } from "./kept-file.ts";
import { openKeptUse } from "./kept-use.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** What was done before today is read from what is kept for the presets, as long as it is so. */

const ACCOUNTS = ["acme", "beta", "quiet"];
const UNTIL = TODAY - 2;

let system: TestCollector;
let kept: KeptWorkspace;
let nowMs = START_MS - DAY_MS;

const visit = async (account: string, daysAgo: number): Promise<void> => {
  const cell = { account, user: `of-${account}`, feature: "calendars", slot: slotOf(START_MS) - 4 - daysAgo * 96 };
  const use = { activeMs: [60_000, 61_000, 61_000, 62_000] as const, visits: 1, actions: {} };
  const writer = `${account}-${daysAgo}`.padEnd(22, "0");
  await system.store.facts.mergeCells([{ ...cell, ...use, writer }], nowMs);
};

beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { calendars: { name: "Calendars" } } } });
  await system.store.facts.putAccounts(ACCOUNTS.map((id) => ({ id, createdAt: START_MS - 60 * DAY_MS })));
  for (const daysAgo of [1, 2, 9]) for (const account of ["acme", "beta"]) await visit(account, daysAgo);
  nowMs = START_MS;
  kept = await keepWorkspace(system.store.path, () => nowMs);
});
afterAll(async () => {
  kept.close();
  await system.stop();
});

/** What is kept and what the store tells of some accounts, by now. */
async function readBoth(accounts: readonly string[], isOver = true) {
  const parts = openKeeperParts(system.store.path, () => nowMs);
  const lastDay = isOver ? UNTIL : TODAY;
  const subject = ownSubject({ lastDay, isOver, days: null }, await rulesOf(parts));
  const changes = new Map(parts.news.accountNews().map((row) => [row.account, row.changes]));
  const use = openKeptUse(system.store.path, subject, parts);
  const query = { accounts, until: lastDay };
  const both = { kept: use?.read(query, changes) ?? null, stored: parts.useDays(query) };
  use?.close();
  parts.close();
  return both;
}

test("it is what the store tells of the same accounts and days, also of who did nothing", async () => {
  const { kept: own, stored } = await readBoth(ACCOUNTS);
  expect(own).toEqual(stored);
  expect(own?.day).toEqual(Int32Array.of(TODAY - 9, TODAY - 9, UNTIL, UNTIL));
  expect((await readBoth(["quiet"])).kept?.day).toHaveLength(0);
});

test("it is nothing for days that go up to today", async () => {
  expect((await readBoth(ACCOUNTS, false)).kept).toBeNull();
});

test("what comes today changes nothing of it", async () => {
  await visit("acme", 0);
  nowMs += 60_000;
  const { kept: own, stored } = await readBoth(ACCOUNTS);
  expect(own).toEqual(stored);
});

test("what comes late, or has changed, is read from the store until it is kept again", async () => {
  await visit("beta", 5);
  await system.store.facts.push("accounts", [{ id: "quiet", plan: "pro" }], nowMs);
  nowMs += 60_000;
  expect((await readBoth(["beta"])).kept).toBeNull();
  expect((await readBoth(["acme", "quiet"])).kept).toBeNull();
  expect((await readBoth(["acme"])).kept).not.toBeNull();
  expect(await kept.keepUp()).toBeGreaterThan(0);
  const { kept: own, stored } = await readBoth(["acme", "quiet"]);
  expect(own).toEqual(stored);
});

test("what the host tells of days that are over is read from the store until it is kept again, and from then on isn't", async () => {
  const cell = { account: "acme", user: "of-acme", feature: "calendars", slot: slotOf(START_MS) - 4 - 5 * 96 };
  const use = { activeMs: [60_000, 61_000, 61_000, 62_000] as const, visits: 1, actions: {} };
  await system.store.facts.backfill("host", [{ ...cell, ...use }], nowMs);
  nowMs += 60_000;
  expect((await readBoth(["acme"])).kept).toBeNull();
  expect(await kept.keepUp()).toBeGreaterThan(0);
  const { kept: own, stored } = await readBoth(["acme"]);
  expect(own?.day).toContain(TODAY - 5);
  expect(own).toEqual(stored);
});
