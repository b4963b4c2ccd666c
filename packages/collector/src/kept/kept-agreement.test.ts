import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import { readAttention } from "../api/attention.ts";
import { NUMBERS } from "../api/numbers/numbers.ts";
import { ATTENTION_SORTS } from "../api/openapi/attention-shape.ts";
import { FEATURE_RANKS } from "../api/openapi/overview-shape.ts";
import { readOverview } from "../api/overview.ts";
import { overviewSource } from "../api/overview-source.ts";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { openReading, type ReadParts } from "../api/reading/reading.ts";
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

  /** What a door answers from what is kept, beside what it is without. */
  async function compare(door: ReadDoor, query: Query, scope: AccountScope) {
    const read = async (from: ReadParts): Promise<unknown> => {
      const response = await answer(door, query, scope, from);
      return query["format"] === undefined ? response.json() : response.text();
    };
    return { kept: await read(parts.kept), live: await read(parts.live) };
  }

  /** JSON says when it was counted, a file doesn't. */
  function atStart(live: unknown): unknown {
    return typeof live === "string" ? live : { ...(live as object), countedAt: START_MS };
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

  const SORTS = [
    "-activeMs",
    "engagement",
    "-healthScore",
    "adoptionPercent",
    "name",
    "-activeUsers",
    "-lastActiveDay",
  ];
  const ACCOUNT_QUERIES: readonly Query[] = [
    ...PERIODS,
    ...FILTERS,
    ...SORTS.map((sort) => ({ sort, period: "30d" })),
    { search: "ac" },
    { limit: "1", offset: "1" },
    { columns: "name,activeMs" },
    { format: "csv", period: "90d" },
    { format: "ndjson", plan: "pro" },
  ];

  const OVERVIEW_QUERIES: readonly Query[] = [
    ...PERIODS,
    ...FEATURE_RANKS.map((rank) => ({ rank, period: "14d" })),
    ...FILTERS,
  ];
  const ATTENTION_QUERIES: readonly Query[] = [
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
  ];

  test.each([
    ["accounts", readAccounts, ACCOUNT_QUERIES] as const,
    ["overview", readOverview, OVERVIEW_QUERIES] as const,
    ["attention", readAttention, ATTENTION_QUERIES] as const,
  ])("%s", async (_name, door, queries) => {
    for (const scope of SCOPES) {
      for (const query of queries) {
        const { kept, live } = await compare(door, query, scope);
        expect([query, scope, kept]).toEqual([query, scope, atStart(live)]);
      }
    }
  });

  test("every number that is kept", async () => {
    const ids = [...NUMBERS.values()].filter(({ ofSums }) => ofSums !== undefined).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(35);
    for (const scope of SCOPES) {
      for (const period of PERIOD_PRESETS) {
        const query = { period, asOf: null, filters: NO_FILTERS };
        const read = async (from: ReadParts) => {
          const source = await overviewSource(await openReading(from, scope, query));
          const now = await Promise.all(ids.map(async (id) => [id, await source.now(id)]));
          // Of assets it is measured how many there are now, whatever the days.
          const dated = ids.filter((id) => !/assets/i.test(id));
          const before = await Promise.all(dated.map(async (id) => [id, await source.before?.(id)]));
          return { scope, period, now, before };
        };
        expect(await read(parts.kept)).toEqual(await read(parts.live));
      }
    }
  });

  test("all of it can be counted anew and is the same", async () => {
    expect(await parts.verify()).toEqual([]);
  });
});
