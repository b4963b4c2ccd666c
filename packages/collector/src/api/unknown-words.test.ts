import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, AssetsReply } from "./contract.ts";
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
