import { afterAll, beforeAll, expect, test } from "vitest";
import { slotOf } from "@uptake/tracker/protocol";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import { readAttention } from "../api/attention.ts";
import type { AccountsReply, AccountsRow, AttentionReply, UsersReply, UsersRow } from "../api/contract.ts";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { openReading } from "../api/reading/reading.ts";
import { readUsers } from "../api/users.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { applyDefinitions } from "../ops/apply-definitions.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** Only what has news is counted again, and then it is as if everything had been. */

const MINUTE_MS = 60_000;
const ACCOUNTS = ["acme", "beta", "gamma"];

let system: TestCollector;
let parts: KeptWorkspace;
let nowMs = START_MS;

async function visit(account: string, user: string, activeMs: number, daysAgo = 0): Promise<void> {
  const writer = `${account}-${user}`.padEnd(22, "0");
  const counters = { activeMs: [activeMs, activeMs, activeMs, activeMs] as const, visits: 1, actions: {} };
  const slot = slotOf(START_MS) - 4 - daysAgo * 96;
  await system.store.facts.mergeCells([{ account, user, writer, feature: "calendars", slot, ...counters }], nowMs);
}

async function rowsOf(from: ReadParts): Promise<readonly AccountsRow[]> {
  const response = await readAccounts({
    parameters: new URLSearchParams({ sort: "name" }),
    path: {},
    accept: null,
    asker: { scope: ALL_ACCOUNTS, name: null },
    parts: from,
  });
  return ((await response.json()) as AccountsReply).rows;
}

/** By their ids. */
async function usersOf(from: ReadParts): Promise<readonly UsersRow[]> {
  const response = await readUsers({
    parameters: new URLSearchParams({ sort: "lastTouchpointAt" }),
    path: {},
    accept: null,
    asker: { scope: ALL_ACCOUNTS, name: null },
    parts: from,
  });
  return ((await response.json()) as UsersReply).rows;
}

beforeAll(async () => {
  system = await startTestCollector();
  const definitions = {
    features: { calendars: { name: "Calendars", module: "plan" } },
    modules: { plan: { name: "Plan" } },
  };
  await applyDefinitions(definitions, system.store.records, nowMs);
  for (const account of ACCOUNTS) await visit(account, `of-${account}`, 10_000);
  nowMs += 5 * MINUTE_MS;
  parts = await keepWorkspace(system.store.path, () => nowMs);
});
afterAll(async () => {
  parts.close();
  await system.stop();
});

test("nothing is counted again while nothing comes", async () => {
  expect(await parts.keepUp()).toBe(0);
});

test("an account from which cells came is, until they have all settled", async () => {
  await visit("acme", "of-acme", 70_000);
  expect(await rowsOf(parts.kept)).not.toEqual(await rowsOf(parts.live));
  expect(await parts.keepUp()).toBe(1);
  expect(await rowsOf(parts.kept)).toEqual(await rowsOf(parts.live));
  nowMs += MINUTE_MS;
  expect([await parts.keepUp(), await parts.keepUp()]).toEqual([1, 0]);
});

test("cells of an earlier day change the periods before, too", async () => {
  await visit("acme", "of-acme", 50_000, 10);
  nowMs += MINUTE_MS;
  expect(await parts.keepUp()).toBe(1);
  expect(await parts.verify()).toEqual([]);
  const query = { period: "7d", asOf: null, filters: NO_FILTERS } as const;
  const { kept } = await openReading(parts.kept, ALL_ACCOUNTS, query);
  expect(kept?.sums("before 7d", ALL_ACCOUNTS)["activeMs"]).toBe(50_000);
});

test("so is one of which the host has told something, or that was decided about", async () => {
  await system.store.facts.push("seats", [{ account: "beta", module: "plan", licensed: 5 }], nowMs);
  expect(await parts.keepUp()).toBe(1);
  await system.store.facts.push("users", [{ id: "of-gamma", role: "admin" }], nowMs);
  expect(await parts.keepUp()).toBe(1);
  await system.store.records.removeFromStage({
    account: "acme",
    user: "of-acme",
    feature: "calendars",
    actor: "Ada",
    reason: null,
    atMs: nowMs,
  });
  expect(await parts.keepUp()).toBe(1);
  await system.store.facts.void(
    { kind: "user", user: "of-beta", fromSlot: 0, toSlot: slotOf(nowMs) },
    { actor: "Ada", atMs: nowMs },
  );
  expect(await parts.keepUp()).toBe(1);
  expect(await rowsOf(parts.kept)).toEqual(await rowsOf(parts.live));
  const met = { account: "gamma", user: "of-gamma", milestone: "first", version: 1, metAtMs: nowMs, resetAtMs: null };
  await system.store.records.meetMilestones([{ ...met, atMs: nowMs }]);
  expect(await parts.keepUp()).toBe(1);
  const mark = { account: "beta", user: "of-beta", milestone: "first", actor: "Ada", atMs: nowMs };
  await system.store.records.markMilestone({ ...mark, reason: "Left" });
  expect(await parts.keepUp()).toBe(1);
  const answer = { account: "beta", user: null, feature: "calendars", actor: "Ada", atMs: nowMs };
  for (const reason of ["No bookings", null]) {
    await system.store.records.answerRelevance({ ...answer, reason });
    expect(await parts.keepUp()).toBe(1);
    // The same said again is no news.
    await system.store.records.answerRelevance({ ...answer, reason });
    expect(await parts.keepUp()).toBe(0);
  }
  for (const kind of ["joined", "left"] as const) {
    const change = { of: "account", segment: "some", subject: "acme", kind, atMs: nowMs } as const;
    await system.store.records.changeSegmentMembers([change]);
    expect(await parts.keepUp()).toBe(1);
  }
});

test("whoever comes to belong to several accounts is counted once from then on", async () => {
  await system.store.facts.push("users", [{ id: "of-acme", joins: ["gamma"] }], nowMs);
  expect(await parts.keepUp()).toBe(2);
  const query = { period: "month", asOf: null, filters: NO_FILTERS } as const;
  const { kept } = await openReading(parts.kept, ALL_ACCOUNTS, query);
  expect(kept?.sums("now", ALL_ACCOUNTS)["contacts"]).toBe(3);
  expect([...(kept?.sharedUsers({ kind: "only", accounts: ["gamma"] }) ?? [])]).toEqual([
    ["of-acme", ["acme", "gamma"]],
  ]);
  expect(await parts.verify()).toEqual([]);
});

test("whoever leaves an account is in the list without it, and whoever never had one is there too", async () => {
  await system.store.facts.push("users", [{ id: "nobody-yet", name: "Nobody", role: "admin" }], nowMs);
  await system.store.facts.push("users", [{ id: "guest", accounts: ["beta"] }], nowMs);
  await parts.keepUp();
  expect(await usersOf(parts.kept)).toEqual(await usersOf(parts.live));
  await system.store.facts.push("users", [{ id: "guest", accounts: [] }], nowMs);
  await system.store.facts.push("users", [{ id: "nobody-yet", joins: ["beta"] }], nowMs);
  await parts.keepUp();
  const users = await usersOf(parts.kept);
  expect(users).toEqual(await usersOf(parts.live));
  expect(users.map(({ user, accounts }) => [user, accounts])).toEqual([
    ["guest", []],
    ["nobody-yet", ["beta"]],
    ["of-acme", ["acme", "gamma"]],
    ["of-beta", ["beta"]],
    ["of-gamma", ["gamma"]],
  ]);
});

test("whoever has left is nowhere any more, whatever accounts they belonged to, and is back when they are", async () => {
  const { facts } = system.store;
  const query = { period: "month", asOf: null, filters: NO_FILTERS } as const;
  const contacts = async () => {
    await parts.keepUp();
    const users = await usersOf(parts.kept);
    expect(users).toEqual(await usersOf(parts.live));
    expect(await parts.verify()).toEqual([]);
    const { kept } = await openReading(parts.kept, ALL_ACCOUNTS, query);
    expect(kept?.sums("now", ALL_ACCOUNTS)["contacts"]).toBe(users.length);
    return users.map(({ user }) => user);
  };
  // One without an account, one in an account, one in several.
  const leaving = ["guest", "of-beta", "of-acme"];
  const all = await contacts();
  await facts.push(
    "users",
    leaving.map((id) => ({ id, leftAt: nowMs - MINUTE_MS })),
    nowMs,
  );
  expect(await contacts()).toEqual(all.filter((user) => !leaving.includes(user)));
  await facts.push(
    "users",
    leaving.map((id) => ({ id, leftAt: null })),
    nowMs,
  );
  expect(await contacts()).toEqual(all);
});

test("with the first contact that is told of, every account is counted again: of the others there is none", async () => {
  expect(await parts.keepUp()).toBe(0);
  const overdue = async (from: ReadParts) => {
    const parameters = new URLSearchParams({ sort: "name" });
    const asker = { scope: ALL_ACCOUNTS, name: null };
    const response = await readAttention({ parameters, path: {}, accept: null, asker, parts: from });
    const { rows } = (await response.json()) as AttentionReply;
    return rows.filter(({ reasons }) => reasons.includes("noTouchpoint")).map(({ account }) => account);
  };
  expect(await overdue(parts.kept)).toEqual([]);
  const first = { id: "first", account: "gamma", kind: "call" as const, at: nowMs };
  await system.store.facts.push("touchpoints", [first], nowMs);
  expect(await parts.keepUp()).toBe(ACCOUNTS.length);
  expect(await overdue(parts.kept)).toEqual(["acme", "beta"]);
  expect(await overdue(parts.live)).toEqual(["acme", "beta"]);
  expect(await parts.verify()).toEqual([]);
  expect(await parts.keepUp()).toBe(0);
});

test("with its day a file ends: what comes then is another one's", async () => {
  await visit("acme", "of-acme", 90_000);
  const before = nowMs;
  nowMs += 86_400_000;
  expect(await parts.keepUp()).toBe(0);
  nowMs = before;
  expect(await parts.keepUp()).toBeGreaterThan(0);
});

test("what is kept and isn't so is found", async () => {
  parts.file.exec("UPDATE accounts_periods SET visits = visits + 1 WHERE period = '7d'");
  parts.file.exec(`UPDATE sums SET sums = '[]' WHERE part = 'now'`);
  const tables = new Set((await parts.verify()).map(({ table }) => table));
  expect(tables).toEqual(new Set(["kept sums", "kept accounts by period"]));
});
