import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { SnapshotWrite } from "../store/module-snapshots.ts";
import type {
  AccountsReply,
  ExplainReply,
  ModuleAccountsReply,
  ModulesReply,
  ModulesRow,
  NearlyThereReply,
  OverviewReply,
} from "./contract.ts";

const DAY_MS = 86_400_000;
const TODAY = Math.floor(START_MS / DAY_MS);
const DEFINITIONS: Definitions = {
  idleLimit: "60s",
  features: {
    reports: { name: "Reports", module: "analytics" },
    charts: { name: "Charts", module: "analytics" },
    calendars: { name: "Calendars", module: "planning" },
  },
  modules: {
    planning: { name: "Planning", targetPercent: 70 },
    analytics: { name: "Analytics Dashboard", description: "Numbers at a glance", targetPercent: 85 },
    offline: { name: "Offline" },
    unbought: { name: "Unbought", targetPercent: 50 },
    unknown: { name: "Unknown", targetPercent: 50 },
  },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: DEFINITIONS });
  const { facts, records } = system.store;
  await facts.putAccounts([
    { id: "acme", name: "Acme" },
    { id: "beta", name: "Beta" },
    { id: "gone", name: "Gone", churnedAt: START_MS - DAY_MS },
  ]);
  await facts.putUsers([
    { id: "u_1", name: "Uma", accounts: ["acme", "beta"] },
    { id: "u_2", name: "Vic", accounts: ["acme"] },
    { id: "u_3", name: "Wim", accounts: ["acme"] },
    { id: "u_4", name: "Xu", accounts: ["beta"] },
  ]);
  await facts.push(
    "seats",
    [
      { account: "acme", module: "analytics", licensed: 4, users: ["u_1", "u_2"] },
      { account: "beta", module: "analytics", licensed: 1 },
      { account: "acme", module: "unbought", licensed: 0 },
      { account: "gone", module: "analytics", licensed: 900 },
    ],
    START_MS,
  );
  await records.recordSnapshots([
    snapshot("analytics", "acme", 60, 100, TODAY - 20),
    snapshot("analytics", "acme", 70, 120, TODAY - 2),
    snapshot("analytics", "beta", 50, 80, TODAY - 9),
    snapshot("analytics", "gone", 900, 900, TODAY - 9),
    snapshot("planning", "acme", 35, 135, TODAY - 2),
    snapshot("offline", "acme", 50, 100, TODAY - 2),
  ]);
  const use = (id: string, account: string, user: string, feature: string, activeMs: number, atMs = START_MS) => ({
    id: writerId(id),
    account,
    user,
    cells: [cellOf(feature, atMs, activeMs)],
  });
  await system.collect(
    use("w1", "acme", "u_1", "reports", 40_000),
    use("w2", "acme", "u_1", "charts", 20_000),
    use("w3", "beta", "u_1", "reports", 59_999),
    use("w4", "acme", "u_2", "reports", 50_000),
    use("w5", "acme", "u_2", "calendars", 90_000),
    // Just outside the window of 30 days.
    use("w6", "acme", "u_3", "reports", 90_000, START_MS - 30 * DAY_MS),
  );
});
afterAll(() => system.stop());

function snapshot(
  module: string,
  account: string,
  active: number,
  licensed: number | null,
  day: number,
  rest: Partial<SnapshotWrite> = {},
): SnapshotWrite {
  return {
    id: `${module} ${account} ${day}`,
    module,
    account,
    day,
    takenAtMs: START_MS,
    kind: "manual",
    actor: "Ada",
    active,
    activeUsers: null,
    licensed,
    definitionVersion: 1,
    ...rest,
  };
}

async function read<Reply = ModulesReply>(path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<Reply>;
}
const row = (reply: ModulesReply, module: string): ModulesRow | undefined =>
  reply.rows.find((one) => one.module === module);

describe("GET /v1/modules", () => {
  test("120 of 200 are 60 %, on track, and 25 points or 50 people off the target of 85 %", async () => {
    expect(row(await read("/v1/modules"), "analytics")).toEqual({
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
      snapshot: null,
      snapshotDay: "2026-11-16",
      // u_1 has 60 s on two features of the module, u_2 50 s; what u_1 did in Beta is Beta's.
      live: { active: 1, licensed: 5, percent: 20 },
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
    expect(row(reply, "unbought")).toMatchObject({ kind: "notLicensed", active: null, licensed: 0, percent: null });
    expect(row(reply, "unknown")).toMatchObject({ kind: "noData", active: null, licensed: null, percent: null });
    expect(row(reply, "offline")).toMatchObject({ status: "needsAttention", live: { active: null, licensed: null } });
    // Used, but nobody has told of a licence: people are known, their share isn't.
    expect(row(reply, "planning")?.live).toEqual({ active: 1, licensed: null, percent: null });
  });

  test("as of a day the latest snapshot up to it counts", async () => {
    const reply = await read("/v1/modules?asOf=2026-11-10&account=acme");
    expect(row(reply, "analytics")).toMatchObject({ active: 60, licensed: 100, snapshotDay: "2026-10-29" });
    expect(row(reply, "planning")).toMatchObject({ kind: "noData", snapshotDay: null });
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
    const own = await startTestCollector({ definitions: DEFINITIONS });
    await own.store.facts.putAccounts([{ id: "acme" }]);
    await own.store.records.recordSnapshots([snapshot("offline", "acme", active, 10_000, TODAY)]);
    const reply = (await (await own.request("/v1/modules", { bearer: own.secretKey })).json()) as ModulesReply;
    expect(row(reply, "offline")).toMatchObject({ percent: active / 100, status });
    await own.stop();
  });

  test("more people than licences show above 100 %, with a mark", async () => {
    const own = await startTestCollector({ definitions: DEFINITIONS });
    await own.store.facts.putAccounts([{ id: "acme" }]);
    await own.store.records.recordSnapshots([snapshot("offline", "acme", 12, 10, TODAY)]);
    const reply = (await (await own.request("/v1/modules", { bearer: own.secretKey })).json()) as ModulesReply;
    expect(row(reply, "offline")).toMatchObject({ percent: 120, overUsed: true, status: "onTrack" });
    await own.stop();
  });
});

describe("seats that are told by name alone", () => {
  test("are as many as there are names: in modules, in what is measured of them, and in the account", async () => {
    const own = await startTestCollector({ definitions: DEFINITIONS });
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
    expect(row(modules, "analytics")?.live).toEqual({ active: 1, licensed: 2, percent: 50 });
    expect(row(modules, "planning")?.live).toEqual({ active: 0, licensed: 3, percent: 0 });
    expect(row(modules, "unknown")?.live).toMatchObject({ licensed: null, percent: null });
    expect(await ask<NearlyThereReply>("/v1/modules/analytics/nearly-there")).toMatchObject({ unusedSeats: 1 });
    const [account] = (await ask<AccountsReply>("/v1/accounts")).rows;
    expect(account?.licensedUsers).toBe(3);
    await ask("/v1/snapshots", { module: "analytics" });
    expect(row(await ask<ModulesReply>("/v1/modules"), "analytics")).toMatchObject({ licensed: 2, percent: 50 });
  });
});

describe("GET /v1/accounts/:id/modules", () => {
  test("holds the account against its own target", async () => {
    const { records } = system.store;
    await records.putModuleTarget({ account: "acme", module: "analytics", targetPercent: 60, actor: "Ada", atMs: 1 });
    const reply = await read("/v1/accounts/acme/modules");
    expect(reply.account).toEqual({ id: "acme", name: "Acme", plan: null });
    expect(row(reply, "analytics")).toMatchObject({
      active: 70,
      licensed: 120,
      targetPercent: 60,
      targetStatus: "near",
      gapUsers: 2,
    });
    expect(row(await read("/v1/modules"), "analytics")?.targetPercent).toBe(85);
    await records.putModuleTarget({ account: "acme", module: "analytics", targetPercent: null, actor: "Ada", atMs: 2 });
  });

  test("of one that has left its last snapshot is told, though the workspace doesn't count it", async () => {
    expect(row(await read("/v1/accounts/gone/modules"), "analytics")).toMatchObject({ active: 900, licensed: 900 });
  });

  test("an account that nobody knows is not found", async () => {
    const response = await system.request("/v1/accounts/none/modules", { bearer: system.secretKey });
    expect(response.status).toBe(404);
  });
});

describe("modules beside their targets", () => {
  test("are those whose target is so far, and none where there is no target or no number", async () => {
    const modules = async (statuses: string) =>
      (await read(`/v1/modules?targetStatus=${statuses}`)).rows.map(({ module }) => module).toSorted();
    expect(await modules("off")).toEqual(["analytics", "planning"]);
    expect(await modules("none")).toEqual(["offline", "unbought", "unknown"]);
    expect(await modules("on")).toEqual([]);
    expect(await modules("none,off")).toHaveLength(5);
    const own = await read("/v1/accounts/acme/modules?targetStatus=off");
    expect(own.rows.map(({ module, gapUsers }) => [module, gapUsers])).toEqual([
      ["planning", 60],
      ["analytics", 32],
    ]);
  });

  test("accounts off the target of a module are listed with the gap, each by its own target, the widest first", async () => {
    await system.store.records.putModuleTarget({
      account: "beta",
      module: "analytics",
      targetPercent: 60,
      actor: "Ada",
      atMs: START_MS,
    });
    const accounts = (query: string) => read<ModuleAccountsReply>(`/v1/modules/analytics/accounts?${query}`);
    const off = await accounts("targetStatus=off");
    expect(off).toMatchObject({
      module: { id: "analytics", name: "Analytics Dashboard" },
      targetPercent: 85,
      total: 1,
    });
    expect(off.rows).toEqual([
      {
        account: "acme",
        accountName: "Acme",
        plan: null,
        kind: "measured",
        active: 70,
        licensed: 120,
        percent: expect.closeTo(58.333, 3),
        overUsed: false,
        status: "onTrack",
        targetPercent: 85,
        targetStatus: "off",
        gapPoints: expect.closeTo(26.667, 3),
        gapUsers: 32,
        snapshot: {
          id: `analytics acme ${TODAY - 2}`,
          kind: "manual",
          actor: "Ada",
          takenAt: START_MS,
          definitionVersion: 1,
        },
        snapshotDay: "2026-11-16",
        live: { active: 1, licensed: 4, percent: 25 },
      },
    ]);
    expect((await accounts("targetStatus=on")).rows).toMatchObject([
      { account: "beta", percent: 62.5, targetPercent: 60, gapPoints: 0, gapUsers: 0 },
    ]);
    expect((await accounts("sort=gapPoints")).rows.map(({ account }) => account)).toEqual(["beta", "acme"]);
    for (const { account, percent } of (await accounts("")).rows) {
      const query = `number=moduleAdoptionPercent&account=${account}&module=analytics`;
      expect((await read<ExplainReply>(`/v1/explain?${query}`)).value).toBe(percent);
    }
  });

  test("of a module that isn't defined there are none", async () => {
    const response = await system.request("/v1/modules/none/accounts", { bearer: system.secretKey });
    expect(response.status).toBe(404);
  });
});

describe("GET /v1/modules/:id/nearly-there", () => {
  test("names who is cheapest to win, with what they need and whether they have a seat", async () => {
    const reply = await read<NearlyThereReply>("/v1/modules/analytics/nearly-there");
    // 85 % of 5 seats are 5 people; one is there.
    expect(reply).toMatchObject({ neededUsers: 4, shortOf: 0, unusedSeats: 4, thresholdMs: 60_000, total: 4 });
    expect(reply.rows.map(({ user, account, missingMs, hasSeat }) => [user, account, missingMs, hasSeat])).toEqual([
      ["u_1", "beta", 1, null],
      ["u_2", "acme", 10_000, true],
      ["u_3", "acme", 60_000, false],
      ["u_4", "beta", 60_000, null],
    ]);
    expect(reply.missingMs).toBe(130_001);
    expect(reply.rows[0]).toMatchObject({ name: "Uma", accountName: "Beta", activeMs: 59_999, isNeeded: true });
  });

  test("without a licence nobody is needed, and an unknown module is not found", async () => {
    const reply = await read<NearlyThereReply>("/v1/modules/unknown/nearly-there");
    expect(reply).toMatchObject({ neededUsers: null, unusedSeats: null, rows: [] });
    const response = await system.request("/v1/modules/none/nearly-there", { bearer: system.secretKey });
    expect(response.status).toBe(404);
  });
});
