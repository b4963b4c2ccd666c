import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, ExplainReply } from "./contract.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** What is told by its date begins with the day of that date: no state of the day before knows of it. */

/** The first of November begins in New York, on the day on which clocks are put back. */
const FIRST_MS = Date.UTC(2026, 10, 1, 4);

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: {} }, timeZone: "America/New_York" });
  const { facts } = system.store;
  const old = { createdAt: Date.UTC(2026, 0, 1) };
  await facts.push(
    "accounts",
    [
      { id: "leaves", churnedAt: FIRST_MS, ...old },
      { id: "left", churnedAt: FIRST_MS - 1, ...old },
      { id: "begins", subscription: "active", subscriptionStartedAt: FIRST_MS, ...old },
      { id: "ends", subscription: "cancelled", subscriptionEndedAt: FIRST_MS, ...old },
    ],
    FIRST_MS,
  );
  await facts.push("touchpoints", [{ id: "t", account: "begins", kind: "call", at: FIRST_MS }], FIRST_MS);
});
afterAll(() => system.stop());

const OCTOBER = "from=2026-10-01&to=2026-10-31";
const FIRST = "from=2026-11-01&to=2026-11-01";

async function explained(number: string, days: string): Promise<number | null> {
  return (await readJson<ExplainReply>(system, `/v1/explain?number=${number}&${days}`)).value;
}

test.each([
  ["churnedAccounts", 1, 2],
  ["saasAccounts", 1, 1],
  ["regularAccounts", 2, 1],
  ["churnPercent", 25, 33.33],
])("%s of October are %d, and %d on the first of November", async (number, october, first) => {
  expect(await explained(number, OCTOBER)).toBeCloseTo(october, 1);
  expect(await explained(number, FIRST)).toBeCloseTo(first, 1);
});

test("lists and their filters tell the same", async () => {
  const listed = async (query: string) => {
    const { rows } = await readJson<AccountsReply>(system, `/v1/accounts?${query}&sort=name`);
    return rows.map(({ account, lastTouchpointAt }) => [account, lastTouchpointAt]);
  };
  expect(await listed(`${OCTOBER}&churned=true`)).toEqual([["left", null]]);
  expect(await listed(`${FIRST}&churned=true`)).toEqual([
    ["leaves", null],
    ["left", null],
  ]);
  expect(await listed(`${OCTOBER}&account=begins`)).toEqual([["begins", null]]);
  expect(await listed(`${FIRST}&account=begins`)).toEqual([["begins", FIRST_MS]]);
});
