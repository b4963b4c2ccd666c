import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type {
  ModuleAccountsReply,
  ModulesReply,
  SnapshotRemovalReply,
  SnapshotsReply,
  SnapshotsTakenReply,
} from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";

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
  system = await startDoorWorkspace({
    definitions: DEFINITIONS,
    accounts: [
      { id: "acme", name: "Acme" },
      { id: "beta", name: "Beta" },
    ],
    seats: [
      { account: "acme", module: "analytics", licensed: 2 },
      { account: "acme", module: "offline", licensed: 200 },
      { account: "beta", module: "analytics", licensed: 5 },
    ],
  });
});
afterEach(() => system.stop());

let writers = 0;
function use(account: string, user: string, activeMs: number, atMs = system.clock.nowMs): Promise<Response> {
  writers += 1;
  return system.collect({ id: writerId(`s${writers}`), account, user, cells: [cellOf("reports", atMs, activeMs)] });
}
async function read<Reply = SnapshotsReply>(path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<Reply>;
}
const post = (body: unknown): Promise<Response> =>
  system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body });
async function keep(body: unknown): Promise<SnapshotsTakenReply> {
  const response = await post(body);
  expect([body, response.status]).toEqual([body, 201]);
  return response.json() as Promise<SnapshotsTakenReply>;
}

describe("POST /v1/snapshots", () => {
  test("by hand: 120 of 200 update the module's adoption, its ratio and the overall tile", async () => {
    const { taken, rows } = await keep({ module: "offline", account: "acme", active: 120 });
    expect([taken, rows.length]).toEqual([1, 1]);
    expect(rows[0]).toMatchObject({
      kind: "manual",
      active: 120,
      licensed: 200,
      percent: 60,
      status: "onTrack",
      targetPercent: 80,
      day: "2026-11-18",
      namesPeople: false,
      definitionVersion: 1,
    });
    const modules = await read<ModulesReply>("/v1/modules?search=offline");
    expect(modules.rows[0]).toMatchObject({ active: 120, licensed: 200, percent: 60, snapshotDay: "2026-11-18" });
    expect(modules.overall).toMatchObject({ meanPercent: 60, active: 120, licensed: 200 });
  });

  test("each account's modules say which snapshot they are told by, who took it, and by which definitions", async () => {
    const { rows } = await keep({ module: "offline", account: "acme", active: 5, licensed: 0 });
    const [taken] = rows;
    const snapshot = {
      id: taken?.snapshot,
      kind: "manual",
      actor: taken?.actor,
      takenAt: system.clock.nowMs,
      definitionVersion: 1,
    };
    expect(snapshot.actor).toMatch(/^key /);
    // Not licensed, by a snapshot of that day.
    const told = { kind: "notLicensed", active: 5, licensed: 0, percent: null, snapshotDay: "2026-11-18", snapshot };
    const own = await read<ModulesReply>("/v1/accounts/acme/modules?search=offline");
    expect(own.rows[0]).toMatchObject(told);
    const lists = await read<ModuleAccountsReply>("/v1/modules/offline/accounts");
    expect(lists.rows).toMatchObject([{ account: "acme", ...told }]);
    // Over several accounts there are several.
    const all = await read<ModulesReply>("/v1/modules?search=offline");
    expect(all.rows[0]).toMatchObject({ kind: "notLicensed", active: null, snapshot: null, snapshotDay: null });
    const file = await system.request("/v1/accounts/acme/modules?search=offline&format=csv&columns=name,snapshot", {
      bearer: system.secretKey,
    });
    expect(parse(await file.text(), { columns: true })).toEqual([
      {
        name: "Offline",
        "snapshot.id": snapshot.id,
        "snapshot.kind": "manual",
        "snapshot.actor": snapshot.actor,
        "snapshot.takenAt": new Date(snapshot.takenAt).toISOString(),
        "snapshot.definitionVersion": "1",
      },
    ]);
  });

  test("measured: every account with a licence or use, with the people who were active", async () => {
    await use("acme", "u_1", 60_000);
    await use("acme", "u_2", 59_999);
    const { rows } = await keep({ module: "analytics" });
    expect(
      rows.map(({ account, kind, active, licensed, percent }) => [account, kind, active, licensed, percent]),
    ).toEqual([
      ["acme", "requested", 1, 2, 50],
      ["beta", "requested", 0, 5, 0],
    ]);
    const own = await keep({ module: "analytics", account: "beta" });
    expect(own.rows.map(({ account }) => account)).toEqual(["beta"]);
  });

  test("what is kept stays, whatever is used later; live moves on", async () => {
    await keep({ module: "analytics", account: "acme" });
    await use("acme", "u_1", 60_000);
    const { rows } = await read<ModulesReply>("/v1/modules?search=analytics");
    expect(rows[0]).toMatchObject({ active: 0, percent: 0, live: { active: 1, licensed: 7 } });
  });

  test("measured again within the day to the same it is the same snapshot; on another day, or by other definitions, another one", async () => {
    await use("acme", "u_1", 60_000);
    await use("acme", "u_2", 61_000);
    const first = await keep({ module: "analytics" });
    expect(first.taken).toBe(2);
    // Another is the most active now, and somebody isn't active yet.
    await use("acme", "u_1", 62_000);
    await use("acme", "u_3", 59_999);
    system.clock.nowMs += 60_000;
    // Of one account, too, whether it was asked for alone or not.
    for (const body of [{ module: "analytics" }, { module: "analytics", account: "acme" }]) {
      const again = await keep(body);
      expect([again.taken, again.rows]).toEqual([0, first.rows.slice(0, again.rows.length)]);
    }
    expect((await read("/v1/snapshots")).total).toBe(2);
    system.clock.nowMs += DAY_MS;
    const asOf = "2026-11-18";
    expect((await keep({ module: "analytics", account: "acme", asOf })).taken).toBe(1);
    expect((await keep({ module: "analytics", account: "acme", asOf })).taken).toBe(0);
    expect((await keep({ module: "analytics", account: "acme" })).rows[0]).toMatchObject({ active: 2 });
    const numbers = (await read("/v1/snapshots?account=acme")).rows.map(({ day, active }) => [day, active]);
    expect(numbers).toEqual([
      [asOf, 2],
      [asOf, 2],
      ["2026-11-19", 2],
    ]);
  });

  test("measured again within the day to something else, what is measured now counts, by itself and in the module", async () => {
    const seats = (licensed: number) =>
      system.store.facts.push("seats", [{ account: "acme", module: "analytics", licensed }], system.clock.nowMs);
    await use("acme", "u_1", 60_000);
    const told: unknown[] = [];
    const again = async () => {
      const { taken, rows } = await keep({ module: "analytics", account: "acme" });
      const modules = await read<ModulesReply>("/v1/modules?account=acme&search=analytics");
      told.push([taken, rows[0]?.active, rows[0]?.licensed, modules.rows[0]?.percent]);
    };
    await seats(10);
    await again();
    // In the same millisecond as well, and back again.
    await seats(5);
    await again();
    await again();
    await seats(10);
    await again();
    await use("acme", "u_2", 60_000);
    await again();
    // Another one of as many people.
    await use("acme", "u_3", 60_000);
    await system.store.facts.void(
      { kind: "user", user: "u_2", fromSlot: 0, toSlot: Math.floor(system.clock.nowMs / 900_000) + 1 },
      { actor: "Maya", atMs: system.clock.nowMs },
    );
    await again();
    await again();
    expect(told).toEqual([
      [1, 1, 10, 10],
      [1, 1, 5, 20],
      [0, 1, 5, 20],
      [1, 1, 10, 10],
      [1, 2, 10, 20],
      [1, 2, 10, 20],
      [0, 2, 10, 20],
    ]);
  });

  test("measured twice at once it is one snapshot", async () => {
    const both = await Promise.all([keep({ module: "analytics" }), keep({ module: "analytics" })]);
    expect(both[0].taken + both[1].taken).toBe(2);
    expect((await read("/v1/snapshots")).total).toBe(2);
  });

  test("by hand the same said again is the same snapshot, also at once; another number takes its place, and back again", async () => {
    const say = (active: number) => keep({ module: "offline", account: "acme", active });
    const [one, other] = await Promise.all([say(120), say(120)]);
    expect([one.taken + other.taken, one.rows[0]?.snapshot]).toEqual([1, other.rows[0]?.snapshot]);
    const numbers = [];
    for (const active of [120, 130, 130, 120, 120]) {
      system.clock.nowMs += 1_000;
      const { taken } = await say(active);
      const { rows } = await read<ModulesReply>("/v1/modules?search=offline");
      numbers.push([taken, rows[0]?.active]);
    }
    expect(numbers).toEqual([
      [0, 120],
      [1, 130],
      [0, 130],
      [1, 120],
      [0, 120],
    ]);
    expect((await read("/v1/snapshots")).total).toBe(3);
  });

  test("as of a day that has passed it is what was used up to then", async () => {
    await use("acme", "u_1", 60_000, START_MS - 3 * DAY_MS);
    await use("acme", "u_2", 60_000);
    const { rows } = await keep({ module: "analytics", account: "acme", asOf: "2026-11-16" });
    expect(rows[0]).toMatchObject({ day: "2026-11-16", active: 1, licensed: 2 });
  });

  test.each([
    [{ module: "none" }, "module: "],
    [{}, "module: "],
    [{ module: "offline" }, "nothing can be measured"],
    [{ module: "offline", active: 3 }, "account: "],
    [{ module: "offline", account: "acme", active: -1 }, "active: "],
    [{ module: "offline", account: "acme", active: 1.5 }, "active: "],
    [
      { module: "offline", account: "acme", active: 1_000_000_001 },
      "active: it is 1000000001. Allowed: 1000000000 at most.",
    ],
    [
      { module: "offline", account: "acme", active: 1, licensed: 9e15 },
      "licensed: it is 9000000000000000. Allowed: 1000000000 at most.",
    ],
    [{ module: "analytics", licensed: 3 }, "licensed: "],
    [{ module: "analytics", asOf: "2026-11-19" }, "asOf: "],
    [{ module: "analytics", asOf: "yesterday" }, "asOf: "],
    [{ module: "analytics", colour: "red" }, "colour: "],
  ])("%j is refused and keeps nothing", async (body, word) => {
    const response = await post(body);
    const { detail } = (await response.json()) as { detail: string };
    expect([response.status, detail]).toEqual([400, expect.stringContaining(word)]);
    expect((await read("/v1/snapshots")).total).toBe(0);
  });

  test("an account that nobody knows is not found", async () => {
    expect((await post({ module: "offline", account: "none", active: 1 })).status).toBe(404);
  });
});

describe("DELETE /v1/snapshots/:id", () => {
  const remove = async (id: string, bearer = system.secretKey) => {
    const path = `/v1/snapshots/${encodeURIComponent(id)}`;
    const response = await system.request(path, { method: "DELETE", bearer });
    return [response.status, (await response.json()) as SnapshotRemovalReply & { detail?: string }] as const;
  };
  const idOf = async (body: unknown): Promise<string> => (await keep(body)).rows[0]?.snapshot ?? "";
  const activeNow = async () => (await read<ModulesReply>("/v1/modules?search=offline")).rows[0]?.active;

  test("takes back what was recorded by mistake: what was kept before it counts again, and it can be recorded anew", async () => {
    const first = await idOf({ module: "offline", account: "acme", active: 100, asOf: "2026-10-31" });
    const second = { module: "offline", account: "acme", active: 120 };
    const id = await idOf(second);
    expect(await activeNow()).toBe(120);
    const [status, reply] = await remove(id);
    expect([status, reply]).toEqual([
      200,
      {
        snapshot: id,
        module: "offline",
        account: "acme",
        day: "2026-11-18",
        kind: "manual",
        active: 120,
        licensed: 200,
        actor: expect.stringMatching(/^key /),
        at: system.clock.nowMs,
      },
    ]);
    expect([await activeNow(), (await read("/v1/snapshots")).rows.map(({ snapshot }) => snapshot)]).toEqual([
      100,
      [first],
    ]);
    expect(await idOf(second)).toBe(id);
    expect((await read("/v1/snapshots")).total).toBe(2);
    await remove(id);
    await remove(first);
    expect((await read<ModulesReply>("/v1/modules?search=offline")).rows[0]).toMatchObject({
      active: null,
      kind: "noData",
    });
  });

  test("also what was measured when somebody asked; what the collector took at the end of a month stays", async () => {
    const requested = await idOf({ module: "analytics", account: "acme" });
    expect((await remove(requested))[0]).toBe(200);
    const scheduled = { account: "acme", module: "analytics", day: 20_392 };
    await system.store.records.recordSnapshots([
      {
        ...scheduled,
        id: "by-itself",
        takenAtMs: START_MS,
        kind: "scheduled",
        actor: "uptake",
        active: 1,
        activeUsers: [],
        licensed: 2,
        definitionVersion: 1,
      },
    ]);
    expect(await remove("by-itself")).toMatchObject([
      400,
      { detail: expect.stringContaining("Allowed: snapshots that somebody recorded or asked for") },
    ]);
    expect((await read("/v1/snapshots")).total).toBe(1);
  });

  test("one that isn't there, or isn't any more, is not found", async () => {
    const id = await idOf({ module: "offline", account: "acme", active: 1 });
    expect([(await remove("none"))[0], (await remove(id))[0], (await remove(id))[0]]).toEqual([404, 200, 404]);
    expect((await remove(id, ""))[0]).toBe(401);
  });
});

describe("GET /v1/snapshots", () => {
  test("is the history, oldest first, of all time unless days are asked for; its file says the same", async () => {
    await keep({ module: "offline", account: "acme", active: 100, asOf: "2026-08-31" });
    await keep({ module: "offline", account: "acme", active: 120, licensed: 0, asOf: "2026-11-01" });
    await keep({ module: "offline", account: "beta", active: 5, licensed: null });
    const { rows } = await read("/v1/snapshots?module=offline");
    expect(
      rows.map(({ account, day, active, licensed, percent }) => [account, day, active, licensed, percent]),
    ).toEqual([
      ["acme", "2026-08-31", 100, 200, 50],
      ["acme", "2026-11-01", 120, 0, null],
      ["beta", "2026-11-18", 5, null, null],
    ]);
    expect((await read("/v1/snapshots?period=month")).total).toBe(2);
    expect((await read("/v1/snapshots?account=acme&from=2026-08-01&to=2026-08-31")).total).toBe(1);
    expect((await read("/v1/snapshots?asOf=2026-10-01")).total).toBe(1);
    const file = await system.request("/v1/snapshots?format=csv", { bearer: system.secretKey });
    const lines = parse(await file.text(), { columns: true }) as Record<string, string>[];
    expect(lines.map(({ snapshot, active, percent }) => [snapshot, active, percent])).toEqual(
      rows.map(({ snapshot, active, percent }) => [snapshot, String(active), String(percent ?? "")]),
    );
  });

  test("has its pages, which are parts of the same list, and of what a search leaves", async () => {
    for (const [active, asOf] of [
      [3, "2026-11-02"],
      [1, "2026-09-30"],
      [2, "2026-10-31"],
    ] as const) {
      await keep({ module: "offline", account: "acme", active, asOf });
      await keep({ module: "offline", account: "beta", active: active * 10, asOf });
    }
    const activeOf = async (query: string) => {
      const { total, rows } = await read(`/v1/snapshots?module=offline&${query}`);
      return [total, rows.map(({ active }) => active)];
    };
    const days = "from=2026-10-01&to=2026-11-30";
    expect(await activeOf("account=acme")).toEqual([3, [1, 2, 3]]);
    expect(await activeOf("account=acme&limit=1&offset=1")).toEqual([3, [2]]);
    expect(await activeOf(`account=acme&limit=2&offset=1&${days}`)).toEqual([2, [3]]);
    expect(await activeOf("account=acme&offset=9")).toEqual([3, []]);
    expect(await activeOf("search=beta&limit=2")).toEqual([3, [10, 20]]);
    expect(await activeOf("account=acme&sort=-active&limit=2")).toEqual([3, [3, 2]]);
    await keep({ module: "offline", account: "acme", active: 4, licensed: 0, asOf: "2026-08-31" });
    // Of whom nobody is licensed has no share, which comes last in either direction.
    expect(await activeOf("account=acme&sort=percent")).toEqual([4, [1, 2, 3, 4]]);
    expect(await activeOf("account=acme&sort=-percent&limit=3&offset=1")).toEqual([4, [2, 1, 4]]);
    expect(await activeOf("account=acme&sort=-status&limit=1&offset=3")).toEqual([4, [4]]);
  });

  test("an unknown module is refused with the known ones", async () => {
    const response = await system.request("/v1/snapshots?module=none", { bearer: system.secretKey });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { detail: 'module is "none". Allowed: analytics, offline.' },
    ]);
  });
});

describe("PUT /v1/targets", () => {
  const put = (body: unknown): Promise<Response> =>
    system.request("/v1/targets", { method: "PUT", bearer: system.secretKey, body });
  const targetOf = async (account: string) =>
    (await read<ModulesReply>(`/v1/accounts/${account}/modules?search=offline`)).rows[0]?.targetPercent;

  test("holds for the account in place of the module's own, until it is taken back", async () => {
    expect((await put({ account: "acme", module: "offline", targetPercent: 0 })).status).toBe(200);
    expect([await targetOf("acme"), await targetOf("beta")]).toEqual([0, 80]);
    await put({ account: "acme", module: "offline", targetPercent: null });
    expect(await targetOf("acme")).toBe(80);
  });

  test.each([
    [{ account: "acme", module: "offline", targetPercent: 101 }, 400],
    [{ account: "acme", module: "offline", targetPercent: -1 }, 400],
    [{ account: "acme", module: "offline" }, 400],
    [{ account: "acme", module: "none", targetPercent: 1 }, 400],
    [{ account: "none", module: "offline", targetPercent: 1 }, 404],
  ])("%j is refused with %i", async (body, status) => {
    expect((await put(body)).status).toBe(status);
    expect(await targetOf("acme")).toBe(80);
  });
});
