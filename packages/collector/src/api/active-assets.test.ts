import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, AssetsReply, ExplainReply, FeaturesReply } from "./contract.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** Which of the assets work, in percent, and what makes one active. */

const DAY_MS = 86_400_000;

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { flows: { name: "Flows" }, calendars: { name: "Calendars" }, inbox: { name: "Inbox" } },
      assetTypes: {
        flow: { name: "Flows", feature: "flows", activeWithinDays: 7 },
        calendar: { name: "Calendars", feature: "calendars" },
      },
    },
  });
  const { facts } = system.store;
  await facts.putAccounts([{ id: "acme" }, { id: "beta", name: "Beta Ltd" }, { id: "none" }]);
  const ran = (daysAgo: number) => ({ configured: true, runs: 1, lastRunAt: START_MS - daysAgo * DAY_MS });
  await facts.putAssets([
    { id: "f1", account: "acme", type: "flow", ...ran(1) },
    { id: "f2", account: "acme", type: "flow", ...ran(20) },
    { id: "f3", account: "acme", type: "flow", configured: false },
    { id: "c1", account: "acme", type: "calendar", configured: true },
    { id: "c2", account: "beta", type: "calendar", configured: false },
  ]);
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?number=activeAssetPercent${query}`);

test("accounts and features say it, null comes last, and each number opens as its own", async () => {
  const { rows, addresses } = await readJson<AccountsReply>(system, "/v1/accounts?sort=-activeAssetPercent");
  expect(rows.map(({ account, activeAssetPercent }) => [account, activeAssetPercent])).toEqual([
    ["acme", 50],
    ["beta", 0],
    ["none", null],
  ]);
  expect(addresses["activeAssetPercent"]).toBe("/v1/explain?number=activeAssetPercent&account={account}");
  for (const { account, activeAssetPercent } of rows) {
    expect([account, (await explain(`&account=${account}`)).value]).toEqual([account, activeAssetPercent]);
  }
  const features = await readJson<FeaturesReply>(system, "/v1/features?sort=name");
  expect(features.rows.map(({ feature, activeAssetPercent }) => [feature, activeAssetPercent])).toEqual([
    ["calendars", 50],
    ["flows", 100 / 3],
    ["inbox", null],
  ]);
});

test("type by type it says what makes one active", async () => {
  const { value, terms, rows } = await explain("");
  expect(value).toBe(40);
  expect(terms.map(({ name, value: count }) => [name, count])).toEqual([
    ["Active assets", 2],
    ["Assets", 5],
  ]);
  expect(rows.map(({ id, details }) => [id, details["activeWithinDays"]])).toEqual([
    ["calendar", null],
    ["flow", 7],
  ]);
  for (const { value: ofType, opens } of rows) {
    expect((await readJson<ExplainReply>(system, opens?.address ?? "")).value).toBe(ofType);
  }
});

test("those that work and those that don't are lists of their own, and numbers that are as large", async () => {
  const listed = async (query: string) => {
    const { total, rows } = await readJson<AssetsReply>(system, `/v1/assets?sort=account&${query}`);
    expect(rows).toHaveLength(total);
    return rows.map(({ asset, accountName }) => [asset, accountName]);
  };
  expect(await listed("active=true")).toEqual([
    ["c1", "acme"],
    ["f1", "acme"],
  ]);
  expect(await listed("active=false")).toEqual([
    ["f2", "acme"],
    ["f3", "acme"],
    ["c2", "Beta Ltd"],
  ]);
  expect(await listed("active=false&type=flow&search=f3")).toEqual([["f3", "acme"]]);
  expect(await listed("active=false&asOf=2026-10-01")).toEqual([]);
  const { value, rows } = await readJson<ExplainReply>(system, "/v1/explain?number=idleAssets&account=acme");
  expect([value, rows.map(({ details }) => details["asset"])]).toEqual([2, ["f2", "f3"]]);
});

test("where nobody has told of any asset it isn't known", async () => {
  const other = await startTestCollector({ definitions: { features: { inbox: { name: "Inbox" } } } });
  try {
    await other.store.facts.putAccounts([{ id: "acme" }]);
    const { rows } = await readJson<AccountsReply>(other, "/v1/accounts");
    expect(rows[0]).toMatchObject({ assets: null, activeAssetPercent: null });
  } finally {
    await other.stop();
  }
});
