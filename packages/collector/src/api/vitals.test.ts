import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { FeaturesReply } from "./contract.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: { features: { calendars: { name: "Calendars" }, reports: { name: "Reports" } } },
  });
  const loads = [900, 1_000, 1_100, 9_000].map((lcpMs, index) => ({
    id: writerId(`load${index}`),
    account: "acme",
    user: "u_1",
    cells: [
      cellOf("calendars", START_MS, 60_000, { vitals: index === 0 ? { lcpMs, inpMs: 80 } : { lcpMs } }),
      cellOf("reports", START_MS, 1_000),
    ],
  }));
  await system.collect(...loads);
});
afterAll(() => system.stop());

async function features(path: string): Promise<FeaturesReply["rows"]> {
  const response = await system.request(path, { bearer: system.secretKey });
  return ((await response.json()) as FeaturesReply).rows;
}

test("a feature says how fast it is for three in four loads, and nothing where nobody measured", async () => {
  const [calendars, reports] = await features("/v1/features");
  expect(Math.abs((calendars?.vitals?.lcpMs ?? 0) - 1_100)).toBeLessThan(56);
  expect(Math.abs((calendars?.vitals?.inpMs ?? 0) - 80)).toBeLessThan(5);
  expect(calendars?.vitals?.cls1000).toBeNull();
  expect(reports?.vitals).toBeNull();
});

test("nothing is told of one account, which the histograms don't know", async () => {
  const [calendars] = await features("/v1/accounts/acme/features");
  expect(calendars?.vitals).toBeNull();
});
