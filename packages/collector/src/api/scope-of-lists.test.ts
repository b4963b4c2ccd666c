import { expect, onTestFinished, test } from "vitest";
import { START_MS } from "../../../../tests/support/test-collector.ts";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { readAccounts } from "./accounts.ts";
import type { AccountsReply, FeaturesReply } from "./contract.ts";
import { readAccountFeatures, readFeatures } from "./features.ts";
import type { ReadDoor } from "./reading/read-request.ts";
import type { ReadParts } from "./reading/read-parts.ts";
import { PORTFOLIO_DEFINITIONS, startPortfolio } from "./test-support/portfolio.ts";

test("a scope of some accounts shows nothing of the others, in rows, sums, counts or freshness", async () => {
  const system = await startPortfolio();
  onTestFinished(() => system.stop());
  const compiled = compileDefinitions(PORTFOLIO_DEFINITIONS, 1);
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
