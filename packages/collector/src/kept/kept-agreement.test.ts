import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import { readAttention } from "../api/attention.ts";
import { ATTENTION_SORTS } from "../api/openapi/attention-shape.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import type { ReadParts } from "../api/reading/reading.ts";
import { fillStore } from "../api/test-support/fill-store.ts";
import { DEFINITIONS, randomWorkspace } from "../api/test-support/random-workspace.ts";
import { ALL_ACCOUNTS, type AccountScope } from "../domain/account-scope.ts";
import { PERIOD_PRESETS } from "../domain/period/period.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** What is kept is what would be counted: the same reply, to every question that is answered from it. */

const WORKSPACES = 4;
const SCOPES: readonly AccountScope[] = [ALL_ACCOUNTS, { kind: "only", accounts: ["acme", "quiet"] }];
type Query = Readonly<Record<string, string>>;

describe.each(
  fc
    .sample(randomWorkspace, { numRuns: WORKSPACES, seed: 20_261_129 })
    .map((workspace, index) => [index, workspace] as const),
)("in generated workspace %i", (_, workspace) => {
  let system: TestCollector;
  let parts: KeptWorkspace;
  beforeAll(async () => {
    system = await startTestCollector({ definitions: DEFINITIONS });
    await fillStore(system.store.facts, workspace);
    parts = await keepWorkspace(system.store.path, () => START_MS);
  });
  afterAll(async () => {
    parts.close();
    await system.stop();
  });

  async function answer(door: ReadDoor, query: Query, scope: AccountScope, from: ReadParts): Promise<Response> {
    return door({
      parameters: new URLSearchParams(query),
      path: {},
      accept: null,
      asker: { scope, name: "Ada" },
      parts: from,
    });
  }

  /** The same reply with what is kept and without; and it was made of what is kept. */
  async function expectSame(door: ReadDoor, queries: readonly Query[]): Promise<void> {
    for (const scope of SCOPES) {
      for (const query of queries) {
        const [kept, live] = await Promise.all([
          answer(door, query, scope, parts.kept),
          answer(door, query, scope, parts.live),
        ]);
        if (query["format"] === undefined) {
          const { countedAt, ...reply } = (await kept.json()) as Record<string, unknown>;
          const { countedAt: none, ...expected } = (await live.json()) as Record<string, unknown>;
          expect([query, scope, reply]).toEqual([query, scope, expected]);
          expect([countedAt, none]).toEqual([START_MS, null]);
        } else {
          expect([query, scope, await kept.text()]).toEqual([query, scope, await live.text()]);
        }
      }
    }
  }

  const PERIODS = PERIOD_PRESETS.map((period) => ({ period }));
  const FILTERS: readonly Query[] = [
    { plan: "pro" },
    { premium: "true" },
    { churned: "false" },
    { churned: "true" },
    { owner: "mine" },
    { owner: "unassigned" },
    { owner: "mine-or-unassigned" },
    { role: "csm" },
    { assignee: "Ada" },
    { health: "struggling,unknown" },
    { account: "acme,beta" },
  ];

  test("accounts", () =>
    expectSame(readAccounts, [
      ...PERIODS,
      ...FILTERS,
      ...[
        "-activeMs",
        "engagement",
        "-healthScore",
        "adoptionPercent",
        "name",
        "-activeUsers",
        "plan",
        "-lastActiveDay",
      ].map((sort) => ({ sort, period: "30d" })),
      { search: "ac" },
      { limit: "1", offset: "1" },
      { columns: "name,activeMs" },
      { format: "csv", period: "90d" },
      { format: "ndjson", plan: "pro" },
    ]));

  test("the queue of attention", () =>
    expectSame(readAttention, [
      {},
      { order: "score" },
      { from: "2026-10-01", to: "2026-10-20" },
      ...FILTERS,
      ...ATTENTION_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, order: "score" }]),
      { search: "be" },
      { limit: "1", offset: "1" },
      { columns: "name,reasons" },
      { format: "csv" },
      { format: "ndjson", order: "score" },
    ]));
});
