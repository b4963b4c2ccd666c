import { expect, test } from "vitest";
import { START_MS } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import { readAttention } from "../api/attention.ts";
import { readCoverage } from "../api/coverage.ts";
import { readFeatures } from "../api/features.ts";
import { readMilestones } from "../api/milestones.ts";
import { readModules } from "../api/modules.ts";
import { readOverview } from "../api/overview.ts";
import { readSegments } from "../api/segments.ts";
import { readStages } from "../api/stages.ts";
import { readUsers } from "../api/users.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { DAYS_OVER, FILTERS, inKeptWorkspaces, type Query } from "./test-support/kept-workspaces.ts";

/** Days of one's own are answered from what is kept of each day, or counted for the answer, and come to the same. */

inKeptWorkspaces((workspace) => {
  const { answer } = workspace;

  test("accounts over days that go further back than what is kept are counted for the answer", async () => {
    const query = { from: "2019-01-01", to: "2026-11-18" };
    const [kept, live] = await Promise.all(
      [workspace.parts.kept, workspace.parts.live].map(async (from) =>
        (await answer(readAccounts, query, ALL_ACCOUNTS, from)).json(),
      ),
    );
    expect(kept).toEqual(live);
    expect(kept).toMatchObject({ countedAt: null });
  });

  test("a range of one's own that is over, and an earlier day, are counted for the answer", async () => {
    for (const query of [DAYS_OVER, { asOf: "2026-11-09" }]) {
      for (const door of [
        readFeatures,
        readModules,
        readAccounts,
        readUsers,
        readAttention,
        readCoverage,
        readStages,
        readMilestones,
        readSegments,
        readOverview,
      ]) {
        const [kept, live] = await Promise.all(
          [workspace.parts.kept, workspace.parts.live].map((from) => answer(door, query, ALL_ACCOUNTS, from)),
        );
        // What accounts did on days of one's own is kept, and the rest of their rows isn't.
        const countedAt = door === readAccounts && query === DAYS_OVER ? START_MS : null;
        expect(await kept?.json()).toEqual({ ...((await live?.json()) as object), countedAt });
      }
    }
  });

  test("accounts over days that are over have kept use in rows of their end, in any order", async () => {
    const days = [
      DAYS_OVER,
      { from: "2026-11-09", to: "2026-11-09" },
      { from: "2026-09-03", to: "2026-11-17" },
      { from: "2026-10-01", to: "2026-11-04" },
      // To come: refused.
      { from: "2026-11-19", to: "2026-11-25" },
    ];
    const sorts = [
      "-activeMs",
      "engagement",
      "-activeUsers",
      "-visits",
      "assets",
      "-activeAssets",
      "-healthScore",
      "name",
    ];
    const queries: readonly Query[] = [
      ...days.flatMap((range) => sorts.map((sort) => Object.assign({ sort }, range))),
      ...FILTERS.map((filter) => Object.assign({}, filter, DAYS_OVER)),
      { ...DAYS_OVER, format: "csv" },
      { ...DAYS_OVER, limit: "1", offset: "1", sort: "-assets" },
      { ...DAYS_OVER, columns: "name,activeUsers,assets" },
    ];
    for (const query of queries) {
      const [kept, live] = await Promise.all(
        [workspace.parts.kept, workspace.parts.live].map(async (from) =>
          (await answer(readAccounts, query, ALL_ACCOUNTS, from)).text(),
        ),
      );
      expect([query, kept?.replace(`"countedAt":${START_MS}`, '"countedAt":null')]).toEqual([query, live]);
    }
  });
});
