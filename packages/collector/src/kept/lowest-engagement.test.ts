import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import type { AccountsReply, ExplainReply, OverviewReply } from "../api/contract.ts";
import { readExplanation } from "../api/explain.ts";
import { readOverview } from "../api/overview.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { applyDefinitions } from "../ops/apply-definitions.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** Who is among the lowest by engagement, who is equal to the last of these, and who can't be among them; live and kept. */

const DAY_MS = 86_400_000;
const TODAY = Math.floor(START_MS / DAY_MS);
const SLOT = Math.floor(START_MS / 900_000);
const old = START_MS - 100 * DAY_MS;
const names = (first: string, count: number) => Array.from({ length: count }, (_, index) => `${first}${index}`);
/** Used in browsers, and nothing of value done: eight that are equal. */
const IDLE = names("idle", 8);
const sent = (account: string, count: number, slot = SLOT) => ({
  source: "shop",
  account,
  user: `u_${account}`,
  action: "order",
  slot,
  count,
});

let system: TestCollector;
let parts: KeptWorkspace;
beforeAll(async () => {
  system = await startTestCollector();
  await applyDefinitions(
    { features: { shop: { name: "Shop" } }, actions: { order: { name: "Orders", source: "server", feature: "shop" } } },
    system.store.records,
    START_MS,
  );
  const { facts } = system.store;
  const accounts = [...IDLE, "told", "zero", "present", "roster", "leaves", "late"];
  await facts.putAccounts(
    accounts.map((id) => ({ id, createdAt: old, churnedAt: id === "leaves" ? START_MS + DAY_MS : null })),
  );
  await facts.putAccounts([{ id: "left", createdAt: old, churnedAt: START_MS - DAY_MS }]);
  for (const account of IDLE) {
    await system.collect({
      id: writerId(account),
      account,
      user: `u_${account}`,
      cells: [cellOf("shop", START_MS, 1_000)],
    });
  }
  await facts.push("actions", [sent("told", 21), sent("zero", 0), sent("leaves", 40), sent("late", 3)], START_MS);
  await facts.push("presence", [{ account: "present", user: "p", day: TODAY }], START_MS);
  parts = await keepWorkspace(system.store.path, () => START_MS + 300_000);
});
afterAll(async () => {
  parts.close();
  await system.stop();
});

async function ask<Reply>(door: ReadDoor, query: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const replies = await Promise.all(
    [parts.live, parts.kept].map(async (from) => {
      const parameters = new URLSearchParams({ limit: "1000", ...query });
      const asker = { scope: ALL_ACCOUNTS, name: null };
      const response = await door({ parameters, path: {}, accept: null, asker, parts: from });
      return Object.assign((await response.json()) as object, { countedAt: null });
    }),
  );
  expect(replies[1]).toEqual(replies[0]);
  return replies[0] as Reply;
}

test("it is said how many more accounts have as much as the last of the five", async () => {
  const { lowestEngagement, lowestEngagementTied } = await ask<AccountsReply>(readAccounts);
  expect(lowestEngagement.map(({ account, engagement }) => [account, engagement])).toEqual(
    IDLE.slice(0, 5).map((account) => [account, 0]),
  );
  // Two of them had nothing but a count of zero, or no count, of which one has data.
  const equal = await ask<AccountsReply>(readAccounts, { sort: "engagement", silent: "false", churned: "false" });
  expect(lowestEngagementTied).toBe(equal.rows.filter(({ engagement }) => engagement === 0).length - 5);
  expect(lowestEngagementTied).toBeGreaterThanOrEqual(3);
  const { rows } = await ask<AccountsReply>(readAccounts, { sort: "engagement" });
  expect(rows.map(({ account }) => account).slice(0, 5)).not.toContain("told");
});

test("of fewer accounts than five nobody is equal to anybody who isn't shown", async () => {
  const few = await ask<AccountsReply>(readAccounts, { account: "told" });
  expect([few.lowestEngagement, few.lowestEngagementTied]).toEqual([
    [{ account: "told", name: "told", engagement: 21 }],
    0,
  ]);
});

test("what the server told of actions is data, and presence, like the roster, isn't", async () => {
  const { rows, silentAccounts } = await ask<AccountsReply>(readAccounts);
  const told = new Map(rows.map((row) => [row.account, row]));
  expect(told.get("told")).toMatchObject({ hasData: true, lastReceivedAt: null, engagement: 21 });
  for (const account of ["present", "roster"]) expect(told.get(account)?.hasData).toBe(false);
  const silent = await ask<AccountsReply>(readAccounts, { silent: "true" });
  expect(silent.rows.map(({ account }) => account)).toEqual(expect.arrayContaining(["present", "roster"]));
  expect(silent.rows.map(({ account }) => account)).not.toContain("told");
  expect(silent.total).toBe(silentAccounts);
  const explained = await ask<ExplainReply>(readExplanation, { number: "silentAccounts" });
  expect(explained.rows.map(({ id }) => id).toSorted()).toEqual(silent.rows.map(({ account }) => account).toSorted());
  const { tiles } = await ask<OverviewReply>(readOverview);
  expect(tiles.find(({ number }) => number === "silentAccounts")?.value).toBe(silentAccounts);
});

test("an account that is going to leave hasn't churned, and whoever has isn't silent", async () => {
  const { rows } = await ask<AccountsReply>(readAccounts);
  expect(rows.find(({ account }) => account === "leaves")?.kind).toBe("regular");
  expect(rows.find(({ account }) => account === "left")?.kind).toBe("churned");
  const silent = await ask<AccountsReply>(readAccounts, { silent: "true" });
  expect(silent.rows.map(({ account }) => account)).not.toContain("left");
});

test("on an earlier day only what was there by its end is data", async () => {
  const yesterday = isoDate(TODAY - 1);
  const before = await ask<AccountsReply>(readAccounts, { from: yesterday, to: yesterday });
  expect(before.rows.find(({ account }) => account === "told")).toMatchObject({ hasData: false });
  await system.store.facts.push("actions", [sent("told", 2, SLOT - 10 * 96)], START_MS);
  await parts.keepUp();
  const then = await ask<AccountsReply>(readAccounts, { from: yesterday, to: yesterday });
  expect(then.rows.find(({ account }) => account === "told")).toMatchObject({ hasData: true, engagement: 0 });
  expect(then.silentAccounts).toBe(before.silentAccounts - 1);
  expect(then.lowestEngagement).toEqual([{ account: "told", name: "told", engagement: 0 }]);
  expect(await parts.verify()).toEqual([]);
});
