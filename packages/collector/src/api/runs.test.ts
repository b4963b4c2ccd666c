import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AssetsReply, ExplainReply, TrendReply } from "./contract.ts";
import { DAY_MS, readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
  const put = (daysAgo: number, account: string, type: string, id: string, more: object) =>
    system.store.facts.push("assets", [{ account, type, id, ...more }], START_MS - daysAgo * DAY_MS);
  await put(30, "acme", "flow", "f1", { name: "Welcome", runs: 1_000 });
  await put(30, "acme", "flow", "f2", { name: "Goodbye" });
  await put(30, "beta", "flow", "f1", { name: "Welcome" });
  await put(30, "acme", "board", "b1", {});
  await put(10, "acme", "flow", "f1", { runs: 1_004 });
  await put(3, "acme", "flow", "f1", { runs: 1_010 });
  await put(3, "beta", "flow", "f1", { runs: 2 });
  await put(2, "acme", "flow", "f2", { runs: 5 });
  await put(1, "acme", "flow", "f2", { deletedAt: START_MS - DAY_MS });
  await put(1, "acme", "board", "b1", { runs: 7 });
});
afterAll(() => system.stop());

const list = (query: string) => readJson<AssetsReply>(system, `/v1/assets?${query}`);
const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?number=runs&${query}`);
const rowsOf = ({ rows }: ExplainReply) => rows.map(({ id, value }) => [id, value]);

describe("runs of the period", () => {
  test("stand beside those of all time in the list of assets, which can be sorted by them", async () => {
    const ran = async (query: string) =>
      (await list(`type=flow&${query}`)).rows.map(({ account, asset, runs, periodRuns }) => [
        account,
        asset,
        runs,
        periodRuns,
      ]);
    expect(await ran("period=7d&sort=-periodRuns")).toEqual([
      ["acme", "f1", 1_010, 6],
      ["beta", "f1", 2, 2],
    ]);
    expect(await ran("period=30d&sort=periodRuns")).toEqual([
      ["beta", "f1", 2, 2],
      ["acme", "f1", 1_010, 10],
    ]);
    // The thousand of before the first word of it are of no day, and in no period.
    expect(await ran("period=all&sort=-runs")).toEqual([
      ["acme", "f1", 1_010, 10],
      ["beta", "f1", 2, 2],
    ]);
    // Four days ago there was another one, and less had run.
    expect(await ran("period=14d&asOf=2026-11-14&sort=name")).toEqual([
      ["acme", "f2", 0, 0],
      ["acme", "f1", 1_004, 4],
      ["beta", "f1", 0, 0],
    ]);
  });

  test("are in files, too", async () => {
    const file = await system.request(
      "/v1/assets?type=flow&period=7d&columns=asset,periodRuns&sort=-periodRuns&format=csv",
      { bearer: system.secretKey },
    );
    expect((await file.text()).trim().split(/\r?\n/)).toEqual(["asset,periodRuns", "f1,6", "f1,2"]);
  });

  test("of a row open where its address says, by day", async () => {
    const { addresses, rows } = await list("period=30d&type=flow");
    for (const { periodRuns, ...row } of rows) {
      const address = (addresses["periodRuns"] ?? "").replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(row[name as keyof typeof row])),
      );
      const opened = await readJson<ExplainReply>(system, address);
      expect([opened.value, opened.by]).toEqual([periodRuns, "day"]);
      expect(opened.rows.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(periodRuns);
    }
  });

  test("aren't known where an asset is first told of with some: neither in the row, nor explained, nor in a file", async () => {
    const { facts } = system.store;
    const at = START_MS - 2 * DAY_MS;
    await facts.push("assets", [{ account: "beta", type: "flow", id: "f9", runs: 5, lastRunAt: at }], START_MS);
    const ran = async (query: string) =>
      (await list(`type=flow&${query}`)).rows.map((row) => [row.asset, row.periodRuns]);
    expect(await ran("period=7d&sort=periodRuns")).toEqual([
      ["f1", 2],
      ["f1", 6],
      ["f9", null],
    ]);
    expect((await ran("period=7d&sort=-periodRuns")).at(-1)).toEqual(["f9", null]);
    // Its last run is known: since then it hasn't run.
    expect((await ran("from=2026-11-17&to=2026-11-18")).find(([asset]) => asset === "f9")).toEqual(["f9", 0]);
    const opened = await explain("period=7d&account=beta&type=flow&asset=f9");
    expect([opened.value, opened.excluded.map(({ what, value }) => [what, value])]).toEqual([
      null,
      [["Runs that are of no day", 5]],
    ]);
    // Sums are of the runs that are of a day, and say how many aren't.
    const whole = await explain("period=7d&account=beta");
    expect([whole.value, whole.excluded[0]?.value]).toEqual([2, 5]);
    const file = await system.request(
      "/v1/assets?type=flow&account=beta&period=7d&columns=asset,periodRuns&format=csv",
      {
        bearer: system.secretKey,
      },
    );
    expect((await file.text()).trim().split(/\r?\n/).toSorted()).toEqual(["asset,periodRuns", "f1,2", "f9,"]);
    await facts.push("assets", [{ account: "beta", type: "flow", id: "f9", runs: 5, deletedAt: START_MS }], START_MS);
  });

  test("open by asset, type, account and day, and what is deleted since has run", async () => {
    const whole = await explain("period=7d");
    expect([whole.value, whole.by]).toEqual([20, "asset"]);
    expect(rowsOf(whole)).toEqual([
      ["acme board b1", 7],
      ["acme flow f1", 6],
      ["acme flow f2", 5],
      ["beta flow f1", 2],
    ]);
    expect(rowsOf(await explain("period=7d&by=type"))).toEqual([
      ["flow", 13],
      ["board", 7],
    ]);
    expect(rowsOf(await explain("period=7d&by=account&type=flow"))).toEqual([
      ["acme", 11],
      ["beta", 2],
    ]);
    expect(rowsOf(await explain("period=7d&by=day&account=acme"))).toEqual([
      ["2026-11-15", 6],
      ["2026-11-16", 5],
      ["2026-11-17", 7],
    ]);
    for (const by of ["asset", "type", "account", "day"]) {
      const { value, rows } = await explain(`period=7d&by=${by}`);
      expect([by, value]).toEqual([by, 20]);
      for (const row of rows) {
        expect((await readJson<ExplainReply>(system, row.opens?.address ?? "")).value).toBe(row.value);
      }
    }
  });

  test("are a trend, whose days add up to what it opens as", async () => {
    const trend = (query: string) => readJson<TrendReply>(system, `/v1/trend?number=runs&${query}`);
    const { buckets, total, previousTotal, address } = await trend("period=7d");
    expect(buckets.map(({ value }) => value)).toEqual([0, 0, 0, 8, 5, 7, 0]);
    expect([total, previousTotal]).toEqual([20, 4]);
    expect((await readJson<ExplainReply>(system, address ?? "")).value).toBe(20);
    expect((await trend("period=7d&type=flow&account=acme")).total).toBe(11);
    // Calendars have a type of assets, none of which ran; tasks have none.
    expect((await trend("period=7d&feature=calendars")).total).toBe(0);
    expect((await trend("period=7d&feature=tasks")).total).toBeNull();
    expect((await explain("period=7d&feature=tasks")).value).toBeNull();
  });

  test.each([
    ["type=zebra", "zebra", "calendar, note"],
    ["asset=f1&account=acme", "f1", "an asset beside its account and its type"],
    ["user=uma", "uma", "account, feature, module, type, asset"],
  ])("%s is refused", async (query, value, allowed) => {
    const [status, detail] = await readProblem(system, `/v1/explain?number=runs&${query}`);
    expect([status, detail]).toEqual([400, expect.stringContaining(value)]);
    expect(detail).toContain(`Allowed: ${allowed}`);
  });
});
