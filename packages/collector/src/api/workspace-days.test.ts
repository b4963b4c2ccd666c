import { expect, test } from "vitest";
import { createSqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { cellOf, startTestCollector, writerId } from "../../../../tests/support/test-collector.ts";

const DAY_MS = 86_400_000;

test("days are days of the workspace's zone", async () => {
  const auckland = await startTestCollector({ timeZone: "Pacific/Auckland" });
  // 13:00 UTC on the last day of October is the first of November in Auckland.
  auckland.clock.nowMs = Date.UTC(2026, 9, 31, 13);
  await auckland.collect({
    id: writerId("nz"),
    account: "kiwi",
    user: "u",
    cells: [cellOf("phone", auckland.clock.nowMs - DAY_MS, 7), cellOf("phone", auckland.clock.nowMs, 11)],
  });
  const response = await auckland.request("/v1/accounts", { bearer: auckland.secretKey });
  expect(await response.json()).toMatchObject({
    timeZone: "Pacific/Auckland",
    period: { from: "2026-11-01", to: "2026-11-01" },
    rows: [{ account: "kiwi", activeMs: 11 }],
  });
  await auckland.stop();
});

test("a zone that is to be another is named when its days are in force, by a collector that runs", async () => {
  const system = await startTestCollector({ timeZone: "UTC" });
  const { clock, store } = system;
  clock.nowMs = Date.UTC(2026, 9, 31, 13);
  const cells = [cellOf("phone", clock.nowMs, 11)];
  await system.collect({ id: writerId("nz"), account: "kiwi", user: "u", cells });
  const other = await createSqliteStore({
    path: system.storePath,
    timeZone: "Pacific/Auckland",
    now: () => clock.nowMs,
  });
  await other.close();
  const read = async () => (await system.request("/v1/accounts", { bearer: system.secretKey })).json();
  expect(await read()).toMatchObject({ timeZone: "UTC", period: { from: "2026-10-01", to: "2026-10-31" } });
  while ((await store.upkeep.timeZoneStep()) === "more");
  expect(await read()).toMatchObject({
    timeZone: "Pacific/Auckland",
    period: { from: "2026-11-01", to: "2026-11-01" },
    rows: [{ account: "kiwi", activeMs: 11 }],
  });
  await system.stop();
});
