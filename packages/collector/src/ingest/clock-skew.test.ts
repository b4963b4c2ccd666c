import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { cellOf, START_MS, startTestCollector, writerId } from "../../../../tests/support/test-collector.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { notedSkewMs } from "./clock-skew.ts";

test.each([
  [START_MS, null],
  [START_MS - 60_000, null],
  [START_MS + 60_000, null],
  [START_MS - 60_001, 60_001],
  [START_MS + 90_000.4, -90_000],
  [-1e300, 315_360_000_000],
  [1e300, -315_360_000_000],
])("a clock that says %d is noted as %d ms behind", (sentAtMs, expected) => {
  expect(notedSkewMs(sentAtMs, START_MS)).toBe(expected);
});

test("a writer's skew is kept, and moves none of its slots", async () => {
  const system = await startTestCollector();
  const cells = [cellOf("calendars", START_MS, 60_000)];
  const send = (sentAt: number, ...names: readonly string[]): Promise<Response> =>
    system.request(`/v1/collect?key=${system.publicKey}`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: {
        v: 1,
        sdk: "x",
        sentAt,
        writers: names.map((name) => ({ id: writerId(name), seq: 1, account: "acme", user: "u_1", cells })),
      },
    });
  await send(START_MS - 3_600_000, "behind");
  await send(START_MS + 5_000, "right");
  const [total] = await system.store.facts.totals({ scope: ALL_ACCOUNTS, by: ["day"] });
  const file = new DatabaseSync(system.storePath, { readOnly: true });
  const noted = file.prepare("SELECT key, skew_ms AS skewMs FROM writers ORDER BY id").all();
  file.close();
  await system.stop();
  expect(noted).toEqual([
    { key: writerId("behind"), skewMs: 3_600_000 },
    { key: writerId("right"), skewMs: null },
  ]);
  expect(total).toMatchObject({
    day: Math.floor(START_MS / 86_400_000),
    activeMs: [120_000, 120_000, 120_000, 120_000],
  });
});
