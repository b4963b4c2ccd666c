import { afterAll, beforeAll, expect, test } from "vitest";
import { slotOf } from "@uptake/tracker/protocol";
import {
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, ModulesReply } from "../api/contract.ts";
import { readExplanation } from "../api/explain.ts";
import { readModules } from "../api/modules.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { AccountScope } from "../domain/account-scope.ts";
import type { SnapshotWrite } from "../store/module-snapshots.ts";
import { applyDefinitions } from "../ops/apply-definitions.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** Somebody who belongs to several accounts is one person, and of an account that has left nobody counts in modules. */

const DEFINITIONS: Definitions = {
  idleLimit: "60s",
  features: { reports: { name: "Reports", module: "sell" } },
  modules: { sell: { name: "Sell" } },
};

const TODAY = Math.floor(START_MS / 86_400_000);

const snapshotOf = (account: string, activeUsers: readonly string[]): SnapshotWrite => ({
  id: account,
  module: "sell",
  account,
  day: TODAY,
  takenAtMs: START_MS,
  kind: "requested",
  actor: "Ada",
  active: activeUsers.length,
  activeUsers,
  licensed: 9,
  definitionVersion: 1,
});

let system: TestCollector;
let parts: KeptWorkspace;
beforeAll(async () => {
  system = await startTestCollector();
  await applyDefinitions(DEFINITIONS, system.store.records, START_MS);
  const { facts } = system.store;
  const accounts = [
    { id: "acme" },
    { id: "beta" },
    { id: "quiet" },
    { id: "calm" },
    { id: "gone", churnedAt: START_MS - 1 },
    { id: "left", churnedAt: START_MS - 1 },
  ];
  await facts.push("accounts", accounts, START_MS);
  await facts.push(
    "seats",
    accounts.map(({ id }) => ({ account: id, module: "sell", licensed: 9 })),
    START_MS,
  );
  const use = (account: string, user: string) => ({
    account,
    user,
    writer: writerId("writer"),
    feature: "reports",
    slot: slotOf(START_MS),
    activeMs: [90_000, 90_000, 90_000, 90_000] as const,
    visits: 1,
    actions: {},
  });
  const cells = [use("acme", "u_1"), use("beta", "u_1"), use("quiet", "u_2"), use("gone", "u_3"), use("left", "u_3")];
  await facts.mergeCells(cells, START_MS);
  // Of acme it names somebody of quiet's, too, and somebody of whom nobody has heard.
  await system.store.records.recordSnapshots([
    snapshotOf("acme", ["u_1", "u_2", "u_nobody"]),
    snapshotOf("beta", ["u_1"]),
    snapshotOf("quiet", ["u_2"]),
  ]);
  parts = await keepWorkspace(system.store.path, () => START_MS);
});
afterAll(async () => {
  parts.close();
  await system.stop();
});

async function modules(accounts: readonly string[] | null, from: ReadParts) {
  const scope: AccountScope = accounts === null ? { kind: "all" } : { kind: "only", accounts };
  const parameters = new URLSearchParams({ period: "30d" });
  const response = await readModules({ parameters, path: {}, accept: null, asker: { scope, name: null }, parts: from });
  const { liveOverall, rows, countedAt } = (await response.json()) as ModulesReply;
  return { people: liveOverall.people, active: rows[0]?.live.active, users: rows[0]?.users, countedAt };
}

test.each([
  // Whoever is active, in how many accounts, and who used it, those that have left included.
  [null, { people: 2, active: 3, users: 3 }],
  [["acme", "quiet"], { people: 2, active: 2, users: 2 }],
  [["quiet", "beta", "gone"], { people: 2, active: 2, users: 3 }],
  // Of the only person of several accounts both have left.
  [["quiet", "gone", "left", "calm"], { people: 1, active: 1, users: 2 }],
])("of %j", async (accounts, expected) => {
  expect(await modules(accounts, parts.live)).toEqual({ ...expected, countedAt: null });
  expect(await modules(accounts, parts.kept)).toEqual({ ...expected, countedAt: START_MS });
});

test.each([
  [null, {}, 2],
  [["acme", "quiet"], {}, 2],
  [["acme", "calm"], {}, 1],
  [["acme", "beta", "calm"], {}, 1],
  // Everybody of acme and beta is seen, and nobody of calm: a filter that looks at what people did.
  [null, { health: "unknown" }, 0],
  [null, { health: "thriving,healthy,steady,struggling" }, 2],
  [["acme", "calm"], { health: "thriving,healthy,steady,struggling,unknown" }, 1],
] as const)("of %j and %j a snapshot's people are those of its own account", async (accounts, filters, people) => {
  const scope: AccountScope = accounts === null ? { kind: "all" } : { kind: "only", accounts };
  const asker = { scope, name: null };
  const ask = async (from: ReadParts) => {
    const parameters = new URLSearchParams({ period: "30d", ...filters });
    const response = await readModules({ parameters, path: {}, accept: null, asker, parts: from });
    return ((await response.json()) as ModulesReply).overall.people;
  };
  expect([await ask(parts.kept), await ask(parts.live)]).toEqual([people, people]);
  const parameters = new URLSearchParams({ number: "modulePeople", ...filters });
  const response = await readExplanation({ parameters, path: {}, accept: null, asker, parts: parts.live });
  const { value, rows } = (await response.json()) as ExplainReply;
  expect([value, rows.length]).toEqual([people, people]);
});
