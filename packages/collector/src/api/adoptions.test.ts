import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AdoptionsReply, ExplainReply, LapsesReply } from "./contract.ts";
import { findAdoptions } from "./test-support/find-adoptions.ts";
import { DAY_MS, MINUTE_MS, readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
  await findAdoptions(system);
});
afterAll(() => system.stop());

describe("GET /v1/adoptions", () => {
  const adoptions = (query: string) => readJson<AdoptionsReply>(system, `/v1/adoptions?${query}`);

  test("lists who adopted what, the latest first, each as one event", async () => {
    const { rows, total } = await adoptions("period=all");
    expect(
      rows.map(({ name, accountName, featureName, day, epoch }) => [name, accountName, featureName, day, epoch]),
    ).toEqual([
      ["Wes", "Beta", "Tasks", "2026-11-09", 0],
      ["Vic", "Acme", "Phone", "2026-09-24", 0],
      ["Uma", "Beta", "Reports", "2026-09-15", 0],
      ["Uma", "Acme", "Calendars", "2026-09-10", 0],
    ]);
    expect([total, new Set(rows.map(({ event }) => event)).size]).toEqual([4, 4]);
    const [wes] = rows;
    expect(wes).toMatchObject({ user: "wes", account: "beta", feature: "tasks", foundAt: START_MS });
    expect(new Date(wes?.adoptedAt ?? 0).toISOString()).toBe("2026-11-09T10:00:00.000Z");
  });

  test("is about the period, the accounts, the feature and the person that are asked for", async () => {
    const who = async (query: string) => (await adoptions(query)).rows.map(({ user, feature }) => `${user} ${feature}`);
    expect(await who("")).toEqual(["wes tasks"]);
    expect(await who("from=2026-09-11&to=2026-09-30")).toEqual(["vic phone", "uma reports"]);
    expect(await who("period=all&account=acme&sort=adoptedAt")).toEqual(["uma calendars", "vic phone"]);
    expect(await who("period=all&feature=phone")).toEqual(["vic phone"]);
    expect(await who("period=all&user=uma&search=report")).toEqual(["uma reports"]);
    expect(await who("period=all&asOf=2026-09-14")).toEqual(["uma calendars"]);
    expect(await who("period=all&limit=1&offset=3")).toEqual(["uma calendars"]);
    expect(await readProblem(system, "/v1/adoptions?feature=luck")).toEqual([
      400,
      'feature is "luck". Allowed: calendars, tasks, phone, reports, link:academy.',
    ]);
  });

  test("is a file with the same rows", async () => {
    const { rows } = await adoptions("period=all");
    const file = await system.request("/v1/adoptions?period=all&format=csv", { bearer: system.secretKey });
    const lines = parse(await file.text(), { columns: true }) as Record<string, string>[];
    expect(lines).toEqual(
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(name, value)]))),
    );
  });

  /** Moments are dates in files. */
  function textOf(name: string, value: unknown): string {
    return name.endsWith("At") ? new Date(Number(value)).toISOString() : String(value);
  }

  test("an adoption stays after a removal, and the next one is another event", async () => {
    const before = (await adoptions("period=all&user=vic")).rows;
    await system.request("/v1/stages?feature=phone&account=acme&user=vic", {
      method: "DELETE",
      bearer: system.secretKey,
    });
    await findAdoptions(system);
    expect((await adoptions("period=all&user=vic")).rows).toEqual(before);
  });
});

describe("GET /v1/lapses", () => {
  const lapses = (query: string) => readJson<LapsesReply>(system, `/v1/lapses?${query}`);

  test("lists who used a feature in the week before and not in this one", async () => {
    const { before, since, rows } = await lapses("");
    expect([before, since]).toEqual([
      { from: "2026-11-04", to: "2026-11-10" },
      { from: "2026-11-11", to: "2026-11-17" },
    ]);
    expect(
      rows.map(({ name, accountName, featureName, activeMs, visits, lastActiveDay }) => [
        name,
        accountName,
        featureName,
        activeMs,
        visits,
        lastActiveDay,
      ]),
    ).toEqual([["Wes", "Beta", "Tasks", MINUTE_MS, 1, "2026-11-09"]]);
    expect((await lapses("account=acme")).rows).toEqual([]);
    expect((await lapses("feature=tasks")).total).toBe(1);
    expect((await lapses("user=uma")).total).toBe(0);
    expect(since.to).toBe(new Date(START_MS - DAY_MS).toISOString().slice(0, 10));
  });

  test("opens as the time of that week", async () => {
    const { addresses, rows } = await lapses("");
    const address = (addresses["activeMs"] ?? "").replace(/\{(\w+)\}/g, (_whole, column: string) =>
      encodeURIComponent(String(rows[0]?.[column as "user"])),
    );
    expect((await readJson<ExplainReply>(system, address)).value).toBe(rows[0]?.activeMs);
  });
});
