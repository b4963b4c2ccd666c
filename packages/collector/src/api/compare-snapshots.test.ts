import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { ComparisonReply, SnapshotsTakenReply } from "./contract.ts";

const DAY_MS = 86_400_000;
const DEFINITIONS: Definitions = {
  features: { reports: { name: "Reports", module: "analytics" } },
  modules: {
    analytics: { name: "Analytics Dashboard", targetPercent: 85 },
    offline: { name: "Offline", targetPercent: 80 },
  },
};

let system: TestCollector;
beforeEach(async () => {
  system = await startTestCollector({ definitions: DEFINITIONS });
  await system.store.facts.putAccounts([
    { id: "acme", name: "Acme" },
    { id: "beta", name: "Beta" },
  ]);
  await system.store.facts.push(
    "seats",
    [
      { account: "acme", module: "analytics", licensed: 2 },
      { account: "acme", module: "offline", licensed: 200 },
      { account: "beta", module: "analytics", licensed: 5 },
    ],
    START_MS,
  );
});
afterEach(() => system.stop());

let writers = 0;
function use(account: string, user: string, activeMs: number, atMs = system.clock.nowMs): Promise<Response> {
  writers += 1;
  return system.collect({ id: writerId(`s${writers}`), account, user, cells: [cellOf("reports", atMs, activeMs)] });
}
async function read(path: string): Promise<ComparisonReply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<ComparisonReply>;
}
const post = (body: unknown): Promise<Response> =>
  system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body });
async function keep(body: unknown): Promise<SnapshotsTakenReply> {
  const response = await post(body);
  expect([body, response.status]).toEqual([body, 201]);
  return response.json() as Promise<SnapshotsTakenReply>;
}

describe("GET /v1/snapshots/compare", () => {
  test("tells points, and whom a module gained and lost, where both snapshots name their people", async () => {
    await use("acme", "u_1", 60_000);
    await keep({ module: "analytics", account: "acme" });
    await keep({ module: "analytics", account: "beta", active: 1 });
    system.clock.nowMs += 40 * DAY_MS;
    await use("acme", "u_2", 60_000);
    await use("acme", "u_3", 60_000);
    await keep({ module: "analytics" });
    const { rows } = await read("/v1/snapshots/compare?module=analytics&from=2026-11-30&to=2026-12-31");
    expect(rows).toMatchObject([
      {
        account: "acme",
        fromPercent: 50,
        toPercent: 100,
        points: 50,
        active: 1,
        gained: ["u_2", "u_3"],
        lost: ["u_1"],
        kept: 0,
      },
      { account: "beta", fromPercent: 20, toPercent: 0, points: -20, active: -1, gained: null, lost: null, kept: null },
    ]);
  });

  test("compares all modules where none is named, those of one account for its review, each beside its target", async () => {
    for (const [module, active, asOf] of [
      ["analytics", 1, "2026-09-30"],
      ["offline", 100, "2026-09-30"],
      ["analytics", 2, "2026-11-18"],
      ["offline", 120, "2026-11-18"],
    ] as const) {
      await keep({ module, account: "acme", active, asOf });
    }
    await keep({ module: "analytics", account: "beta", active: 1, asOf: "2026-09-30" });
    const target = { account: "acme", module: "analytics", targetPercent: 90 };
    await system.request("/v1/targets", { method: "PUT", bearer: system.secretKey, body: target });
    const days = "from=2026-10-01&to=2026-11-18";
    const reply = await read(`/v1/snapshots/compare?account=acme&${days}`);
    expect(reply.module).toBeNull();
    expect(
      reply.rows.map(({ module, fromPercent, toPercent, points, targetPercent }) => [
        module,
        fromPercent,
        toPercent,
        points,
        targetPercent,
      ]),
    ).toEqual([
      ["analytics", 50, 100, 50, 90],
      ["offline", 50, 60, 10, 80],
    ]);
    const all = await read(`/v1/snapshots/compare?${days}`);
    expect(all.rows.map(({ account, module }) => [account, module])).toEqual([
      ["acme", "analytics"],
      ["acme", "offline"],
      ["beta", "analytics"],
    ]);
    const one = await read(`/v1/snapshots/compare?module=offline&${days}`);
    expect([one.module, one.rows]).toEqual([{ id: "offline", name: "Offline" }, [all.rows[1]]]);
  });

  test("without an earlier snapshot nothing is compared", async () => {
    await keep({ module: "analytics", account: "acme" });
    const { rows } = await read("/v1/snapshots/compare?module=analytics&from=2026-01-01&to=2026-11-18");
    expect(rows).toMatchObject([{ account: "acme", fromDay: null, fromPercent: null, points: null, gained: null }]);
  });

  test.each([
    ["module=analytics&from=2026-11-01", "to"],
    ["module=none&from=2026-11-01&to=2026-11-18", "module"],
    ["module=analytics&from=soon&to=2026-11-18", "from"],
    ["module=analytics&from=2026-11-18&to=2026-11-01", "to"],
  ])("?%s is refused by name", async (query, name) => {
    const response = await system.request(`/v1/snapshots/compare?${query}`, { bearer: system.secretKey });
    const { detail } = (await response.json()) as { detail: string };
    expect([response.status, detail.startsWith(`${name} is "`)]).toEqual([400, true]);
  });
});
