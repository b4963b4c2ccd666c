import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, startTestCollector, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, AssetsReply, ExplainReply } from "./contract.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

/** A word that nobody knows would be shown as nothing at all, and be taken for an answer. */

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars" } },
      assetTypes: { workflow: { name: "Workflows" } },
      successRoles: { csm: { name: "Success manager" }, support: { name: "Support" } },
    },
  });
  await system.store.facts.push(
    "accounts",
    [
      { id: "acme", assignments: { csm: "ana", partner: "bo" } },
      { id: "beta", assignments: {} },
    ],
    system.clock.nowMs,
  );
  await system.store.facts.push("assets", [{ id: "g", account: "acme", type: "gizmo" }], system.clock.nowMs);
});
afterAll(() => system.stop());

const accounts = async (role: string): Promise<readonly string[]> =>
  (await readJson<AccountsReply>(system, `/v1/accounts?role=${role}`)).rows.map(({ account }) => account);

test("a success role is one of the definitions, or one that was told", async () => {
  expect([await accounts("csm"), await accounts("support"), await accounts("partner")]).toEqual([
    ["acme"],
    [],
    ["acme"],
  ]);
  expect(await readProblem(system, "/v1/overview?role=boss")).toEqual([
    400,
    'role is "boss". Allowed: csm, support, partner.',
  ]);
});

test("an attribute is one that was told of an account", async () => {
  const { store, clock } = system;
  await store.facts.push("accounts", [{ id: "acme", attributes: { country: "IN", tier: 1 } }], clock.nowMs);
  const { rows, addresses } = await readJson<AccountsReply>(
    system,
    "/v1/accounts?attribute=country:IN&attribute=tier:1",
  );
  expect(rows.map(({ account }) => account)).toEqual(["acme"]);
  expect(addresses["activeMs"]).toContain("attribute=country%3AIN&attribute=tier%3A1");
  expect((await readJson<AccountsReply>(system, "/v1/accounts?attribute=country:")).rows[0]?.account).toBe("beta");
  expect(await readProblem(system, "/v1/overview?attribute=land:IN")).toEqual([
    400,
    'attribute is "land:IN". Allowed: a value of country, tier.',
  ]);
});

test("a type of assets is one of the definitions, or one that was told, of whatever account", async () => {
  const total = async (query: string): Promise<number> =>
    (await readJson<AssetsReply>(system, `/v1/assets?${query}`)).total;
  expect(await total("type=gizmo")).toBe(1);
  expect(await total("type=gizmo&account=beta")).toBe(0);
  expect(await total("type=workflow")).toBe(0);
  expect(await readProblem(system, "/v1/assets?type=widget")).toEqual([
    400,
    'type is "widget". Allowed: workflow, gizmo.',
  ]);
});

test("a feature is one of the definitions, or one that was used under its own name, wherever it was", async () => {
  const { clock, store, collect } = system;
  const cells = [cellOf("homegrown", clock.nowMs, 60_000)];
  await collect({ id: writerId("uma"), account: "acme", user: "uma", cells });
  await store.facts.push("users", [{ id: "vic", accounts: ["beta"] }], clock.nowMs);
  const value = async (query: string): Promise<number | null> =>
    (await readJson<ExplainReply>(system, `/v1/explain?number=activeMs&${query}`)).value;
  expect(await value("feature=homegrown")).toBe(60_000);
  // Known, though not where one looks.
  expect(await value("feature=homegrown&account=beta")).toBe(0);
  expect(await value("feature=homegrown&asOf=2026-01-01")).toBe(0);
  expect(await value("feature=calendars")).toBe(0);
  expect(await value("feature=_other")).toBe(0);
  expect(await value("user=uma&role=support")).toBe(0);
  expect(await value("user=vic")).toBe(0);
});

test.each(["explain?number=activeMs", "trend?number=activeMs", "retention?of=user"])(
  "a feature of which nobody has heard is none of /v1/%s",
  async (path) => {
    expect(await readProblem(system, `/v1/${path}&feature=zzz`)).toEqual([
      400,
      'feature is "zzz". Allowed: calendars, _other, and what else was used under its own name.',
    ]);
  },
);

test.each(["explain?number=activeMs", "trend?number=visits"])(
  "a person and a module of whom nobody has heard are none of /v1/%s",
  async (path) => {
    expect(await readProblem(system, `/v1/${path}&user=zzz`)).toEqual([
      400,
      'user is "zzz". Allowed: the people of GET /v1/users.',
    ]);
    expect(await readProblem(system, `/v1/${path}&module=zzz`)).toEqual([
      400,
      'module is "zzz". Allowed: nothing: none is defined.',
    ]);
  },
);
