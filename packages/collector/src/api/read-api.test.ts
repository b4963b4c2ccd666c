import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { readAccounts } from "./accounts.ts";
import type { AccountsReply, AssetsReply, FeaturesReply, UsersReply } from "./contract.ts";
import { readAccountFeatures, readFeatures } from "./features.ts";
import type { ReadDoor } from "./reading/read-request.ts";
import type { ReadParts } from "./reading/reading.ts";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";

const DAY_MS = 86_400_000;
const DEFINITIONS: Definitions = {
  idleLimit: "30s",
  features: {
    conversations: { name: "Conversations" },
    calendars: { name: "Calendars", module: "plan" },
    phone: { name: "Phone" },
  },
  modules: { plan: { name: "Plan" } },
  actions: {
    "booking.completed": { name: "Bookings", weight: 2, feature: "calendars" },
    "message.sent": { name: "Messages" },
  },
  assetTypes: { calendar: { name: "Calendars", feature: "calendars" }, note: { name: "Notes" } },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: DEFINITIONS });
  const { facts } = system.store;
  const old = START_MS - 400 * DAY_MS;
  await facts.putAccounts([
    { id: "acme", name: "Ácme Ltd", plan: "pro", createdAt: old },
    { id: "beta", name: "Beta", plan: null, createdAt: old },
    { id: "gone", name: "Gone", createdAt: old, churnedAt: START_MS - DAY_MS },
    { id: "young", name: "Young", createdAt: START_MS - 3 * DAY_MS },
    { id: "silent", name: "Silent", createdAt: old },
  ]);
  await facts.putUsers([
    { id: "u_1", name: "Uma", role: "admin", accounts: ["acme", "beta"] },
    { id: "u_quiet", name: "Quinn", accounts: ["acme"] },
  ]);
  await facts.putAssets([
    {
      id: "c1",
      account: "acme",
      type: "calendar",
      name: "Sales calls",
      configured: true,
      runs: 4,
      lastRunAt: START_MS - DAY_MS,
    },
    { id: "c2", account: "acme", type: "calendar" },
    { id: "n1", account: "beta", type: "note" },
  ]);
  const active = (feature: string, atMs: number, activeMs: number, actions = {}) => ({
    ...cellOf(feature, atMs, activeMs, { actions }),
    activeMs: [activeMs, activeMs + 1, activeMs + 2, activeMs + 3],
  });
  await system.collect(
    {
      id: writerId("acme1"),
      account: "acme",
      user: "u_1",
      cells: [
        active("conversations", START_MS, 10_000, { "booking.completed": 3, "message.sent": 1 }),
        active("calendars", START_MS - 2 * DAY_MS, 20_000),
        active("_other", START_MS, 500),
        active("unknown.feature", START_MS, 70),
        active("phone", START_MS - 25 * DAY_MS, 900),
      ],
    },
    { id: writerId("acme2"), account: "acme", user: "u_2", cells: [active("conversations", START_MS, 1_000)] },
    {
      id: writerId("beta1"),
      account: "beta",
      user: "u_1",
      cells: [active("conversations", START_MS, 2_000, { odd: 9 })],
    },
    { id: writerId("gone1"), account: "gone", user: "u_3", cells: [active("phone", START_MS, 3)] },
    { id: writerId("young1"), account: "young", user: "u_4", cells: [active("phone", START_MS, 4)] },
    {
      id: writerId("stray1"),
      account: "stray",
      user: "u_5",
      cells: [active("phone", START_MS, 5, { "message.sent": 8 })],
    },
  );
});
afterAll(() => system.stop());

async function read<Reply>(path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  return response.json() as Promise<Reply>;
}

describe("GET /v1/accounts", () => {
  test("lists known and seen accounts with their four metrics of the current month, under the workspace's limit", async () => {
    const reply = await read<AccountsReply>("/v1/accounts");
    expect(reply).toMatchObject({
      asOf: START_MS,
      definitionVersion: 1,
      idleLimit: "30s",
      timeZone: "UTC",
      period: { name: "month", from: "2026-11-01", to: "2026-11-18", through: "2026-11-18", isOpen: true },
      total: 6,
    });
    expect(reply.rows.map(({ account }) => account)).toEqual(["acme", "beta", "stray", "young", "gone", "silent"]);
    expect(reply.rows[0]).toMatchObject({
      account: "acme",
      name: "Ácme Ltd",
      plan: "pro",
      inRoster: true,
      churnedAt: null,
      lastReceivedAt: START_MS,
      assets: 2,
      activeAssets: 1,
      activeAssetPercent: 50,
      engagement: 7,
      activeMs: 31_570,
      visits: 5,
    });
    expect(reply.rows[1]).toMatchObject({ account: "beta", engagement: 0, activeMs: 2_000 });
    expect(reply.rows[2]).toMatchObject({ account: "stray", name: "stray", inRoster: false, engagement: 8 });
    expect(reply.rows[5]).toMatchObject({ account: "silent", lastReceivedAt: null, activeMs: 0 });
  });

  test("names the lowest by engagement among companies that are seen, here and old enough, and counts the silent ones", async () => {
    const reply = await read<AccountsReply>("/v1/accounts?search=no-such-account");
    expect([reply.total, reply.rows]).toEqual([0, []]);
    expect(reply.lowestEngagement).toEqual([
      { account: "beta", name: "Beta", engagement: 0 },
      { account: "acme", name: "Ácme Ltd", engagement: 7 },
    ]);
    expect(reply.silentAccounts).toBe(1);
  });

  test.each([
    ["period=all", 32_470],
    ["period=90d", 32_470],
    ["period=7d", 31_570],
    ["period=quarter", 32_470],
  ])("%s decides what counts", async (query, activeMs) => {
    const { rows } = await read<AccountsReply>(`/v1/accounts?${query}&search=acme`);
    expect(rows.map((row) => row.activeMs)).toEqual([activeMs]);
  });

  test("searches, sorts and pages", async () => {
    const reply = await read<AccountsReply>("/v1/accounts?sort=name&limit=2&offset=1");
    expect([reply.total, reply.rows.map(({ account }) => account)]).toEqual([6, ["beta", "gone"]]);
    const byPlan = await read<AccountsReply>("/v1/accounts?sort=-plan&limit=1");
    expect(byPlan.rows[0]?.account).toBe("acme");
  });

  test.each(["period=never", "sort=secret", "limit=9999", "offset=x"])("%s is refused", async (query) => {
    const response = await system.request(`/v1/accounts?${query}`, { bearer: system.secretKey });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: "/problems/invalid-parameter",
      detail: expect.stringContaining("Allowed:"),
    });
  });
});

describe("GET /v1/features", () => {
  test("lists every defined feature, the most engaged first, then what else has data", async () => {
    const reply = await read<FeaturesReply>("/v1/features");
    expect(reply.rows.map(({ feature, defined }) => [feature, defined])).toEqual([
      ["phone", true],
      ["calendars", true],
      ["conversations", true],
      ["_other", false],
      ["unknown.feature", false],
    ]);
    expect(reply.rows[2]).toEqual({
      feature: "conversations",
      name: "Conversations",
      kind: "feature",
      module: null,
      moduleName: null,
      defined: true,
      assets: null,
      activeAssets: null,
      activeAssetPercent: null,
      engagement: 1,
      activeMs: 13_000,
      visits: 3,
      users: 2,
      medianActiveMs: 6_500,
      exposedUsers: 3,
      activatedUsers: 3,
      tried: 3,
      adopted: 0,
      lapsed: 0,
      adoptedUsers: 0,
      eligibleUsers: 5,
      adoptionPercent: 0,
      adoptedAccounts: 0,
      eligibleAccounts: 4,
      notAdoptedAccounts: 4,
      accountAdoptionPercent: 0,
      engagementBefore: null,
      engagementChange: null,
      activeMsBefore: null,
      activeMsChange: null,
      vitals: null,
    });
    expect(reply.rows[1]).toMatchObject({
      module: "plan",
      moduleName: "Plan",
      assets: 2,
      activeAssets: 1,
      activeAssetPercent: 50,
      engagement: 6,
      users: 1,
    });
    expect(reply).not.toHaveProperty("account");
  });

  test("of one account adds up to the account's own row, to the millisecond", async () => {
    const [features, accounts] = await Promise.all([
      read<FeaturesReply>("/v1/accounts/acme/features?period=all"),
      read<AccountsReply>("/v1/accounts?period=all&search=acme"),
    ]);
    expect(features.account).toEqual({ id: "acme", name: "Ácme Ltd", plan: "pro" });
    const sum = (metric: "activeMs" | "visits" | "engagement") =>
      features.rows.reduce((total, row) => total + row[metric], 0);
    expect([sum("activeMs"), sum("visits"), sum("engagement")]).toEqual([
      accounts.rows[0]?.activeMs,
      accounts.rows[0]?.visits,
      accounts.rows[0]?.engagement,
    ]);
  });

  test("of one account agrees with what its members see of themselves, to the millisecond", async () => {
    const { rows } = await read<FeaturesReply>("/v1/accounts/acme/features?period=all");
    const members = await Promise.all(
      ["u_1", "u_2"].map(async (user) => {
        const response = await system.request("/v1/me", { bearer: await system.token({ user, account: "acme" }) });
        return (await response.json()) as { features: { feature: string; activeMs: number }[] };
      }),
    );
    for (const { feature, activeMs } of rows.filter(({ defined }) => defined)) {
      const seen = members.flatMap(({ features }) => features.filter((row) => row.feature === feature));
      expect(seen.reduce((sum, row) => sum + row.activeMs, 0)).toBe(activeMs);
    }
  });

  test("of an account without data shows zeroes, and of an unknown one is not found", async () => {
    const silent = await read<FeaturesReply>("/v1/accounts/silent/features");
    expect(silent.rows.map(({ activeMs, users }) => [activeMs, users])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const response = await system.request("/v1/accounts/nobody/features", { bearer: system.secretKey });
    expect(response.status).toBe(404);
  });

  test("finds an account whose id has to be escaped", async () => {
    await system.store.facts.putAccounts([{ id: "a/b c?ü", name: "Odd" }]);
    const reply = await read<FeaturesReply>(`/v1/accounts/${encodeURIComponent("a/b c?ü")}/features`);
    expect(reply.account?.name).toBe("Odd");
  });
});

describe("GET /v1/users and /v1/assets", () => {
  test("lists people over their accounts, or within one", async () => {
    const all = await read<UsersReply>("/v1/users?search=uma");
    expect(all.rows).toMatchObject([
      {
        user: "u_1",
        name: "Uma",
        role: "admin",
        accounts: ["acme", "beta"],
        inRoster: true,
        engagement: 7,
        activeMs: 32_570,
        visits: 5,
      },
    ]);
    const inBeta = await read<UsersReply>("/v1/users?account=beta");
    expect(inBeta.rows.map(({ user, activeMs }) => [user, activeMs])).toEqual([["u_1", 2_000]]);
    const quiet = await read<UsersReply>("/v1/users?search=quinn");
    expect(quiet.rows).toMatchObject([{ user: "u_quiet", activeMs: 0, engagement: 0 }]);
  });

  test("lists assets with the feature to which their type belongs", async () => {
    const reply = await read<AssetsReply>("/v1/assets?account=acme&sort=-runs");
    expect(reply.total).toBe(2);
    expect(reply.rows[0]).toEqual({
      asset: "c1",
      active: true,
      account: "acme",
      accountName: "Ácme Ltd",
      name: "Sales calls",
      type: "calendar",
      typeName: "Calendars",
      feature: "calendars",
      configured: true,
      runs: 4,
      periodRuns: 0,
      createdAt: expect.toSatisfy((value) => value === null || typeof value === "number"),
      lastRunAt: START_MS - DAY_MS,
    });
    expect((await read<AssetsReply>("/v1/assets?search=notes")).rows).toMatchObject([{ asset: "n1", feature: null }]);
  });
});

test("a scope of some accounts shows nothing of the others, in rows, sums, counts or freshness", async () => {
  const compiled = compileDefinitions(DEFINITIONS, 1);
  const parts: ReadParts = {
    facts: system.store.facts,
    records: system.store.records,
    definitions: async () => compiled,
    calendarOf: createWorkspaceCalendar,
    now: () => START_MS,
  };
  const ask = async <Reply>(door: ReadDoor, accounts: readonly string[], query = "", path = {}): Promise<Reply> => {
    const asker = { scope: { kind: "only" as const, accounts }, name: null };
    const request = { parameters: new URLSearchParams(query), path, accept: null, asker, parts };
    return (await door(request)).json() as Promise<Reply>;
  };
  const two = ["beta", "silent"];
  const accounts = await ask<AccountsReply>(readAccounts, two, "period=all");
  expect(accounts.rows.map(({ account }) => account)).toEqual(["beta", "silent"]);
  expect([accounts.silentAccounts, accounts.lowestEngagement.length]).toEqual([1, 1]);
  const features = await ask<FeaturesReply>(readFeatures, two, "period=all");
  expect(features.rows.map(({ activeMs, users }) => [activeMs, users])).toEqual([
    [2_000, 1],
    [0, 0],
    [0, 0],
  ]);
  await expect(ask(readAccountFeatures, two, "", { id: "acme" })).rejects.toThrow('There is no account "acme"');
  // What was told of others moves no freshness, and of whom nothing is seen has none.
  const { toldAtMs } = await system.store.facts.watermark({ kind: "only", accounts: ["silent"] });
  expect((await ask<AccountsReply>(readAccounts, ["silent"])).asOf).toBe(toldAtMs);
  expect((await ask<AccountsReply>(readAccounts, [])).asOf).toBeNull();
});

test("a file says in its headers how fresh it is and by which definitions", async () => {
  const { headers } = await system.request("/v1/accounts?format=csv", { bearer: system.secretKey });
  expect([headers.get("uptake-as-of"), headers.get("uptake-definition-version")]).toEqual([
    new Date(START_MS).toISOString(),
    "1",
  ]);
});
