import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, ModulesReply, NearlyThereReply, OverviewReply } from "./contract.ts";
import { MODULE_DEFINITIONS, rowOf, snapshot, startModuleWorkspace } from "./test-support/module-workspace.ts";
import { readJson, TODAY } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startModuleWorkspace();
});
afterAll(() => system.stop());

const read = <Reply = ModulesReply>(path: string): Promise<Reply> => readJson(system, path);

describe("GET /v1/modules", () => {
  test("120 of 200 are 60 %, on track, and 25 points or 50 people off the target of 85 %", async () => {
    expect(rowOf(await read("/v1/modules"), "analytics")).toEqual({
      module: "analytics",
      name: "Analytics Dashboard",
      rule: { activeMs: 60_000, windowDays: 30, actions: [], actionCount: 1, needs: "any" },
      seats: { kind: "told", of: null },
      owner: null,
      description: "Numbers at a glance",
      kind: "measured",
      active: 120,
      licensed: 200,
      percent: 60,
      overUsed: false,
      status: "onTrack",
      targetPercent: 85,
      targetStatus: "off",
      gapPoints: 25,
      gapUsers: 50,
      accounts: 2,
      untrustedAccounts: 0,
      snapshot: null,
      snapshotDay: "2026-11-16",
      // u_1 has 60 s on two features of the module, u_2 50 s; what u_1 did in Beta is Beta's.
      live: { active: 1, licensed: 5, percent: 20, overUsed: false, untrustedAccounts: 0 },
      features: ["reports", "charts"],
      users: 2,
      activeMs: 169_999,
    });
  });

  test("the overview tells a sponsor of seats and people, as the tiles above the modules do", async () => {
    const { overall } = await read("/v1/modules");
    const { tiles } = await read<OverviewReply>("/v1/overview");
    const told = tiles.filter(({ group, subject }) => group === "modules" && subject.module === undefined);
    expect(told.map(({ number, value }) => [number, value])).toEqual([
      ["overallAdoptionPercent", overall.meanPercent],
      ["seatAdoptionPercent", overall.seatPercent],
      ["modulePeople", overall.people],
      ["moduleActiveUsers", 205],
      ["moduleLicensedUsers", 435],
    ]);
  });

  test("205 of 435 are 47 % of all seats; the mean of the modules stands beside it, and what isn't measured is in neither", async () => {
    const { overall, liveOverall } = await read("/v1/modules");
    expect(overall).toMatchObject({ active: 205, licensed: 435, measured: 3, notLicensed: 1, noData: 1 });
    expect(Math.round(overall.seatPercent ?? 0)).toBe(47);
    expect(overall.meanPercent).toBeCloseTo((60 + 2_592.592_592_6 / 100 + 50) / 3, 6);
    // Who it was, nobody has said.
    expect(overall.people).toBeNull();
    expect(liveOverall).toMatchObject({ active: 1, people: 1, licensed: 5, meanPercent: 20, measured: 1 });
  });

  test("where most people are missing comes first, without a target last; not licensed and no data are no zeroes", async () => {
    const reply = await read("/v1/modules");
    expect(reply.rows.map(({ module, gapUsers }) => [module, gapUsers])).toEqual([
      ["planning", 60],
      ["analytics", 50],
      ["offline", null],
      ["unbought", null],
      ["unknown", null],
    ]);
    expect(rowOf(reply, "unbought")).toMatchObject({ kind: "notLicensed", active: null, licensed: 0, percent: null });
    expect(rowOf(reply, "unknown")).toMatchObject({ kind: "noData", active: null, licensed: null, percent: null });
    expect(rowOf(reply, "offline")).toMatchObject({ status: "needsAttention", live: { active: null, licensed: null } });
    // Used, but nobody has told of a licence: people are known, their share isn't.
    expect(rowOf(reply, "planning")?.live).toMatchObject({ active: 1, licensed: null, percent: null, overUsed: false });
  });

  test("as of a day the latest snapshot up to it counts", async () => {
    const reply = await read("/v1/modules?asOf=2026-11-10&account=acme");
    expect(rowOf(reply, "analytics")).toMatchObject({ active: 60, licensed: 100, snapshotDay: "2026-10-29" });
    expect(rowOf(reply, "planning")).toMatchObject({ kind: "noData", snapshotDay: null });
  });

  test("filters, sorts and cuts like every list, and its file says the same", async () => {
    const { rows, total } = await read("/v1/modules?sort=-percent&limit=1&columns=percent&search=a");
    expect([total, rows]).toEqual([2, [{ module: "analytics", name: "Analytics Dashboard", percent: 60 }]]);
    const file = await system.request("/v1/modules?format=csv", { bearer: system.secretKey });
    const lines = parse(await file.text(), { columns: true }) as Record<string, string>[];
    const reply = await read("/v1/modules");
    expect(lines.map(({ module, active, percent }) => [module, active, percent])).toEqual(
      reply.rows.map(({ module, active, percent }) => [module, String(active ?? ""), String(percent ?? "")]),
    );
  });

  test.each([
    ["sort=color", "sort"],
    ["period=ever", "period"],
    ["columns=module,color", "columns"],
    ["limit=0", "limit"],
  ])("?%s is refused by name", async (query, name) => {
    const response = await system.request(`/v1/modules?${query}`, { bearer: system.secretKey });
    const { detail } = (await response.json()) as { detail: string };
    expect([response.status, detail.startsWith(`${name} is "`), detail.includes("Allowed: ")]).toEqual([
      400,
      true,
      true,
    ]);
  });
});

describe("statuses", () => {
  test.each([
    [999, "critical"],
    [1_000, "needsAttention"],
    [5_000, "needsAttention"],
    [5_001, "onTrack"],
  ])("%i of 10 000 are %s", async (active, status) => {
    const own = await startTestCollector({ definitions: MODULE_DEFINITIONS });
    await own.store.facts.putAccounts([{ id: "acme" }]);
    await own.store.records.recordSnapshots([snapshot("offline", "acme", active, 10_000, TODAY)]);
    const reply = (await (await own.request("/v1/modules", { bearer: own.secretKey })).json()) as ModulesReply;
    expect(rowOf(reply, "offline")).toMatchObject({ percent: active / 100, status });
    await own.stop();
  });

  test("more people than licences show above 100 %, with a mark", async () => {
    const own = await startTestCollector({ definitions: MODULE_DEFINITIONS });
    await own.store.facts.putAccounts([{ id: "acme" }]);
    await own.store.records.recordSnapshots([snapshot("offline", "acme", 12, 10, TODAY)]);
    const reply = (await (await own.request("/v1/modules", { bearer: own.secretKey })).json()) as ModulesReply;
    expect(rowOf(reply, "offline")).toMatchObject({ percent: 120, overUsed: true, status: "onTrack" });
    await own.stop();
  });
});

describe("seats that are told by name alone", () => {
  test("are as many as there are names: in modules, in what is measured of them, and in the account", async () => {
    const own = await startTestCollector({ definitions: MODULE_DEFINITIONS });
    onTestFinished(() => own.stop());
    await own.store.facts.putAccounts([{ id: "acme" }]);
    await own.store.facts.push(
      "seats",
      [
        { account: "acme", module: "analytics", users: ["u_1", "u_2"] },
        { account: "acme", module: "planning", licensed: 1, users: ["u_1", "u_2", "u_3"] },
        { account: "acme", module: "unknown", licensed: null },
      ],
      START_MS,
    );
    const cells = [cellOf("reports", START_MS, 60_000)];
    await own.collect({ id: writerId("n1"), account: "acme", user: "u_1", cells });
    const ask = async <Reply>(path: string, body?: object): Promise<Reply> => {
      const more = body === undefined ? {} : { method: "POST", body };
      const response = await own.request(path, { bearer: own.secretKey, ...more });
      expect([path, Math.floor(response.status / 100)]).toEqual([path, 2]);
      return (await response.json()) as Reply;
    };
    const modules = await ask<ModulesReply>("/v1/modules");
    expect(rowOf(modules, "analytics")?.live).toMatchObject({ active: 1, licensed: 2, percent: 50 });
    expect(rowOf(modules, "planning")?.live).toMatchObject({ active: 0, licensed: 3, percent: 0 });
    expect(rowOf(modules, "unknown")?.live).toMatchObject({ licensed: null, percent: null });
    expect(await ask<NearlyThereReply>("/v1/modules/analytics/nearly-there")).toMatchObject({ unusedSeats: 1 });
    const [account] = (await ask<AccountsReply>("/v1/accounts")).rows;
    expect(account?.licensedUsers).toBe(3);
    await ask("/v1/snapshots", { module: "analytics" });
    expect(rowOf(await ask<ModulesReply>("/v1/modules"), "analytics")).toMatchObject({ licensed: 2, percent: 50 });
  });
});
