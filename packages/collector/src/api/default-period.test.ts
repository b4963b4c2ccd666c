import { expect, test } from "vitest";
import { cellOf, START_MS, startTestCollector, writerId } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, ExplainReply, OverviewReply } from "./contract.ts";
import { readJson } from "./test-support/report-workspace.ts";

const DAY_MS = 86_400_000;

test("where nobody asks for a period it is the one of the definitions, in what is told and where it opens", async () => {
  const system = await startTestCollector({
    definitions: { features: { inbox: { name: "Inbox" } }, defaultPeriod: "30d" },
  });
  try {
    const use = (name: string, daysAgo: number) => ({
      id: writerId(name),
      account: "acme",
      user: "uma",
      cells: [cellOf("inbox", START_MS - daysAgo * DAY_MS, 60_000)],
    });
    // In this month, in the last 30 days, and before.
    await system.collect(use("one", 1), use("two", 25), use("three", 32));
    const { rows, period, addresses } = await readJson<AccountsReply>(system, "/v1/accounts");
    expect([period.name, rows[0]?.activeMs]).toEqual(["30d", 120_000]);
    const address = addresses["activeMs"]?.replace("{account}", "acme") ?? "";
    expect([address.includes("period"), (await readJson<ExplainReply>(system, address)).value]).toEqual([
      false,
      120_000,
    ]);
    const { tiles, previousPeriod } = await readJson<OverviewReply>(system, "/v1/overview");
    expect(tiles.find(({ number }) => number === "activeMs")?.value).toBe(120_000);
    expect(previousPeriod).toEqual({ from: "2026-09-20", to: "2026-10-19" });
    const month = await readJson<AccountsReply>(system, "/v1/accounts?period=month");
    expect([month.period.name, month.rows[0]?.activeMs]).toEqual(["month", 60_000]);
  } finally {
    await system.stop();
  }
});
