import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { FeaturesReply, FeaturesRow } from "./contract.ts";

const DAY_MS = 86_400_000;
const ADOPTED_MS = 420_000;

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars" }, phone: { name: "Phone" }, unused: { name: "Unused" } },
      actions: { call: { name: "Calls" } },
    },
  });
  const { facts } = system.store;
  await facts.putAccounts([{ id: "acme" }, { id: "beta" }]);
  await facts.putUsers([
    { id: "uma", accounts: ["acme", "beta"] },
    { id: "vic", accounts: ["acme"] },
    { id: "wes", accounts: ["acme"] },
  ]);
  let writers = 0;
  const use = (account: string, user: string, feature: string, daysAgo: number, activeMs: number, calls = 0) => ({
    id: writerId(`w${++writers}`),
    account,
    user,
    cells: [cellOf(feature, START_MS - daysAgo * DAY_MS, activeMs, { actions: { call: calls } })],
  });
  await system.store.facts.backfill(
    "past",
    [40, 60].map((daysAgo) => ({
      account: "acme",
      user: "wes",
      feature: "phone",
      slot: Math.floor((START_MS - daysAgo * DAY_MS) / 900_000),
      activeMs: [ADOPTED_MS, ADOPTED_MS, ADOPTED_MS, ADOPTED_MS],
      visits: 1,
      actions: {},
    })),
    START_MS,
  );
  await system.collect(
    use("acme", "uma", "calendars", 1, ADOPTED_MS, 2),
    use("beta", "uma", "calendars", 1, ADOPTED_MS - 1),
    use("acme", "vic", "calendars", 1, 1_000, 4),
    use("acme", "vic", "calendars", 8, 100_000, 3),
    use("acme", "vic", "phone", 1, 500, 9),
  );
});
afterAll(() => system.stop());

async function rows(path: string): Promise<ReadonlyMap<string, FeaturesRow>> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect(response.status).toBe(200);
  const reply = (await response.json()) as FeaturesReply;
  return new Map(reply.rows.map((row) => [row.feature, row]));
}

test("every feature says how far members have got with it, and how it has moved", async () => {
  const week = await rows("/v1/features?period=7d");
  expect([...week.keys()]).toEqual(["phone", "calendars", "unused"]);
  expect(week.get("calendars")).toMatchObject({
    tried: 2,
    adopted: 1,
    lapsed: 0,
    adoptedUsers: 1,
    eligibleUsers: 4,
    adoptionPercent: 25,
    adoptedAccounts: 1,
    eligibleAccounts: 2,
    accountAdoptionPercent: 50,
    medianActiveMs: (2 * ADOPTED_MS - 1 + 1_000) / 2,
    engagement: 6,
    engagementBefore: 3,
    engagementChange: 1,
    activeMs: 2 * ADOPTED_MS - 1 + 1_000,
    activeMsBefore: 100_000,
  });
  expect(week.get("phone")).toMatchObject({
    tried: 1,
    adopted: 1,
    lapsed: 1,
    medianActiveMs: 500,
    engagementBefore: 0,
    engagementChange: null,
  });
  expect(week.get("unused")).toMatchObject({ tried: 0, adopted: 0, adoptionPercent: 0, medianActiveMs: null });
});

test("nothing is compared with a period that began before anything is known, nor for all time", async () => {
  const untold = { engagementBefore: null, engagementChange: null, activeMsBefore: null, activeMsChange: null };
  expect((await rows("/v1/features?period=90d")).get("calendars")).toMatchObject(untold);
  expect((await rows("/v1/features?period=all")).get("calendars")).toMatchObject(untold);
  expect((await rows("/v1/accounts/beta/features?period=7d")).get("calendars")).toMatchObject(untold);
});

test("each number of a row is the one that it opens to", async () => {
  const { calendars, phone } = Object.fromEntries(await rows("/v1/features?period=7d"));
  for (const row of [calendars, phone]) {
    const pairs = [
      ["triedMembers", row?.tried],
      ["adoptedMembers", row?.adopted],
      ["lapsedMembers", row?.lapsed],
      ["adoptedUsers", row?.adoptedUsers],
      ["eligibleUsers", row?.eligibleUsers],
      ["adoptionPercent", row?.adoptionPercent],
      ["adoptedAccounts", row?.adoptedAccounts],
      ["eligibleAccounts", row?.eligibleAccounts],
      ["accountAdoptionPercent", row?.accountAdoptionPercent],
      ["medianActiveMs", row?.medianActiveMs],
    ] as const;
    for (const [number, value] of pairs) {
      const path = `/v1/explain?number=${number}&feature=${row?.feature}&period=7d`;
      const reply = (await (await system.request(path, { bearer: system.secretKey })).json()) as { value: number };
      expect([number, reply.value]).toEqual([number, value]);
    }
  }
});
