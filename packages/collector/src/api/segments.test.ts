import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cellOf, START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { AccountsReply, FeaturesReply, SegmentMembersReply, SegmentsReply, UsersReply } from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";

const DAY_MS = 86_400_000;
const DEFINITIONS: Definitions = {
  features: { calendars: { name: "Calendars" } },
  segments: {
    busy: { name: "Busy", of: "account", when: { kind: "metric", metric: "activeMs", atLeast: 1_000 } },
    paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", oneOf: ["pro", "scale"] } },
    admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
    nobody: { name: "Nobody", of: "account", when: { kind: "attribute", attribute: "plan", equals: "none" } },
  },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startDoorWorkspace({
    definitions: DEFINITIONS,
    accounts: [
      { id: "acme", name: "Acme", plan: "pro" },
      { id: "beta", name: "Beta", plan: "scale" },
      { id: "free", name: "Free", plan: "free" },
    ],
    users: [
      { id: "u_1", name: "Uma", role: "admin", accounts: ["acme"] },
      { id: "u_2", name: "Vic", role: "user", accounts: ["free"] },
    ],
    used: [
      ["acme", "u_1", cellOf("calendars", START_MS - 29 * DAY_MS, 1_000)],
      ["free", "u_2", cellOf("calendars", START_MS, 999)],
      ["beta", "u_3", cellOf("calendars", START_MS - 30 * DAY_MS, 5_000)],
    ],
  });
});
afterAll(() => system.stop());

async function read<Reply>(path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<Reply>;
}

describe("GET /v1/segments", () => {
  test("counts who is in each, in the order of the definitions; by the last 30 days whatever the period", async () => {
    for (const path of ["/v1/segments", "/v1/segments?period=7d", "/v1/segments?period=all"]) {
      const { rows } = await read<SegmentsReply>(path);
      expect(rows.map(({ segment, of, order, count }) => [segment, of, order, count])).toEqual([
        ["busy", "account", 0, 1],
        ["paying", "account", 1, 2],
        ["admins", "user", 2, 1],
        ["nobody", "account", 3, 0],
      ]);
    }
  });

  test("its file says the same", async () => {
    const file = await system.request("/v1/segments?format=csv&sort=-count", { bearer: system.secretKey });
    const lines = parse(await file.text(), { columns: true }) as Record<string, string>[];
    const { rows } = await read<SegmentsReply>("/v1/segments?sort=-count");
    expect(lines.map(({ segment, count }) => [segment, Number(count)])).toEqual(
      rows.map(({ segment, count }) => [segment, count]),
    );
  });
});

describe("the filter", () => {
  test("leaves the accounts of any of the segments to every report", async () => {
    const accounts = async (segment: string) =>
      (await read<AccountsReply>(`/v1/accounts?segment=${segment}&sort=name`)).rows.map(({ account }) => account);
    expect(await accounts("paying")).toEqual(["acme", "beta"]);
    expect(await accounts("busy")).toEqual(["acme"]);
    expect(await accounts("busy&segment=paying")).toEqual(["acme", "beta"]);
    expect(await accounts("nobody")).toEqual([]);
    const { rows } = await read<FeaturesReply>("/v1/features?segment=busy&period=all");
    expect(rows[0]).toMatchObject({ feature: "calendars", activeMs: 1_000, users: 1 });
    const users = await read<UsersReply>("/v1/users?segment=busy");
    expect(users.rows.map(({ user }) => user)).toEqual(["u_1"]);
  });

  test.each(["none", "admins", "busy&segment=none"])(
    "segment=%s is refused with the known ones of accounts",
    async (segment) => {
      const response = await system.request(`/v1/accounts?segment=${segment}`, { bearer: system.secretKey });
      const name = segment.split("=").at(-1);
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { detail: `segment is "${name}". Allowed: busy, paying, nobody.` },
      ]);
    },
  );
});

test("accounts and users tell their segments, in the order of the definitions", async () => {
  const accounts = await read<AccountsReply>("/v1/accounts?sort=name&columns=segments");
  expect(accounts.rows.map(({ account, segments }) => [account, segments])).toEqual([
    ["acme", ["busy", "paying"]],
    ["beta", ["paying"]],
    ["free", []],
  ]);
  const users = await read<UsersReply>("/v1/users?sort=name");
  expect(users.rows.map(({ user, segments }) => [user, segments])).toEqual([
    ["u_3", []],
    ["u_1", ["admins"]],
    ["u_2", []],
  ]);
});

describe("GET /v1/segments/:id/members", () => {
  test("lists who is in it now, since when as far as it was noticed, and with history who has left", async () => {
    const { records } = system.store;
    const change = (subject: string, kind: "joined" | "left", atMs: number) =>
      ({ of: "account", segment: "paying", subject, kind, atMs }) as const;
    await records.changeSegmentMembers([
      change("acme", "joined", START_MS - 3_000),
      change("free", "joined", START_MS - 3_000),
    ]);
    await records.changeSegmentMembers([change("free", "left", START_MS - 1_000)]);
    const now = await read<SegmentMembersReply>("/v1/segments/paying/members");
    expect(now.segment).toEqual({ id: "paying", name: "Paying", of: "account" });
    expect(now.rows).toEqual([
      { id: "acme", name: "Acme", isMember: true, joinedAt: START_MS - 3_000, leftAt: null },
      { id: "beta", name: "Beta", isMember: true, joinedAt: null, leftAt: null },
    ]);
    const history = await read<SegmentMembersReply>("/v1/segments/paying/members?history=true");
    expect(history.rows).toEqual([
      now.rows[0],
      now.rows[1],
      { id: "free", name: "Free", isMember: false, joinedAt: START_MS - 3_000, leftAt: START_MS - 1_000 },
    ]);
  });

  test("an unknown segment is not found, a wrong parameter is refused", async () => {
    const status = async (path: string) => (await system.request(path, { bearer: system.secretKey })).status;
    expect(await status("/v1/segments/none/members")).toBe(404);
    expect(await status("/v1/segments/paying/members?history=maybe")).toBe(400);
  });
});
