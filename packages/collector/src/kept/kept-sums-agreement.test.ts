import { expect, test } from "vitest";
import { START_MS } from "../../../../tests/support/test-collector.ts";
import { readFeatures } from "../api/features.ts";
import { readFunnel } from "../api/funnel.ts";
import { MILESTONE_SORTS, readMilestones } from "../api/milestones.ts";
import { readModules } from "../api/modules.ts";
import { NUMBERS } from "../api/numbers/numbers.ts";
import { FEATURE_RANKS } from "../api/openapi/overview-shape.ts";
import { overviewSource } from "../api/overview-source.ts";
import { readOverview } from "../api/overview.ts";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { openReading } from "../api/reading/reading.ts";
import { DEFINITIONS } from "../api/test-support/random-workspace.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { PERIOD_PRESETS } from "../domain/period/period.ts";
import { DAYS, FILTERS, inKeptWorkspaces, PERIODS, SCOPES, withoutCountedAt } from "./test-support/kept-workspaces.ts";

/** What is added up of what is kept is what would be counted, and what is kept can be counted anew. */

inKeptWorkspaces((workspace) => {
  const { replies } = workspace;

  test("funnels", async () => {
    for (const feature of Object.keys(DEFINITIONS.features ?? {})) {
      const queries = [...PERIODS, DAYS, ...FILTERS];
      const { kept, expected } = await replies(
        readFunnel,
        queries.map((query) => Object.assign({ feature }, query)),
      );
      expect(kept).toEqual(expected);
    }
  });

  test("milestones", async () => {
    const { kept, expected } = await replies(readMilestones, [
      ...PERIODS,
      DAYS,
      // Of a single account its states are told as well, which not everybody may see.
      ...FILTERS.filter(({ account }) => account !== "acme"),
      ...MILESTONE_SORTS.map((sort) => ({ sort: `-${sort}` })),
      { search: "lead" },
      { columns: "name,met,medianMs" },
      { format: "csv" },
    ]);
    expect(kept).toEqual(expected);
    expect(kept[0]).toMatchObject({ scope: ALL_ACCOUNTS, reply: { countedAt: START_MS, total: 3 } });
  });

  test("the overview", async () => {
    const { kept, expected } = await replies(readOverview, [
      ...PERIODS,
      ...FEATURE_RANKS.map((rank) => ({ rank, period: "14d" })),
      ...FILTERS,
    ]);
    expect(kept).toEqual(expected);
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
          const before = await Promise.all(ids.map(async (id) => [id, await source.before?.(id)]));
          return { scope, period, now, before };
        };
        expect(await read(workspace.parts.kept)).toEqual(await read(workspace.parts.live));
      }
    }
  });

  test("features", async () => {
    const { kept, expected } = await replies(readFeatures, [
      ...PERIODS,
      ...FILTERS,
      { sort: "-users", period: "30d" },
      { sort: "adoptionPercent", search: "a" },
      { limit: "2", offset: "1" },
      { columns: "name,visits,activeMsChange", period: "7d" },
      { columns: "medianActiveMs" },
      { format: "csv", period: "90d" },
      { format: "ndjson", churned: "false" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("modules", async () => {
    const { kept, expected } = await replies(readModules, [
      ...PERIODS,
      ...FILTERS,
      { sort: "-percent" },
      { sort: "-untrustedAccounts" },
      { search: "sell", columns: "live,users" },
      { format: "csv", period: "90d" },
      { format: "ndjson", churned: "false" },
    ]);
    // Of a single account, and of such that have left, modules are counted for the answer.
    expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
    expect(kept[0]).toMatchObject({ scope: ALL_ACCOUNTS, reply: { countedAt: START_MS } });
  });

  test("an account that leaves is counted again, and takes what it had with it", async () => {
    const left = { id: "beta", name: "Beta", plan: "free", churnedAt: START_MS - 1 };
    await workspace.system.store.facts.push("accounts", [left], START_MS);
    expect(await workspace.parts.keepUp()).toBeGreaterThan(0);
    const { kept, expected } = await replies(readModules, PERIODS);
    expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
  });

  test("all of it can be counted anew and is the same", async () => {
    expect(await workspace.parts.verify()).toEqual([]);
  });
});
