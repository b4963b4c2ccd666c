import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, ModuleAccountsReply, ModulesReply } from "./contract.ts";
import { rowOf, startModuleWorkspace } from "./test-support/module-workspace.ts";
import { readJson, TODAY } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startModuleWorkspace();
});
afterAll(() => system.stop());

const read = <Reply = ModulesReply>(path: string): Promise<Reply> => readJson(system, path);

describe("GET /v1/accounts/:id/modules", () => {
  test("holds the account against its own target", async () => {
    const { records } = system.store;
    await records.putModuleTarget({ account: "acme", module: "analytics", targetPercent: 60, actor: "Ada", atMs: 1 });
    const reply = await read("/v1/accounts/acme/modules");
    expect(reply.account).toEqual({
      id: "acme",
      name: "Acme",
      plan: null,
      coveragePercent: null,
      isTrusted: true,
    });
    expect(rowOf(reply, "analytics")).toMatchObject({
      active: 70,
      licensed: 120,
      targetPercent: 60,
      targetStatus: "near",
      gapUsers: 2,
    });
    expect(rowOf(await read("/v1/modules"), "analytics")?.targetPercent).toBe(85);
    await records.putModuleTarget({ account: "acme", module: "analytics", targetPercent: null, actor: "Ada", atMs: 2 });
  });

  test("of one that has left its last snapshot is told, though the workspace doesn't count it", async () => {
    expect(rowOf(await read("/v1/accounts/gone/modules"), "analytics")).toMatchObject({ active: 900, licensed: 900 });
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
        live: { active: 1, licensed: 4, percent: 25, overUsed: false },
        coveragePercent: null,
        isTrusted: true,
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
