import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply } from "./contract.ts";
import { readUnkept, startPortfolio } from "./test-support/portfolio.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startPortfolio();
});
afterAll(() => system.stop());

const read = <Reply>(path: string): Promise<Reply> => readUnkept(system, path);

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

test("a file says in its headers how fresh it is and by which definitions", async () => {
  const { headers } = await system.request("/v1/accounts?format=csv", { bearer: system.secretKey });
  expect([headers.get("uptake-as-of"), headers.get("uptake-definition-version")]).toEqual([
    new Date(START_MS).toISOString(),
    "1",
  ]);
});
