import { beforeAll, expect, test } from "vitest";
import { START_MS } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import { readAttention } from "../api/attention.ts";
import { readCoverage } from "../api/coverage.ts";
import { readFeatures } from "../api/features.ts";
import { readFunnel } from "../api/funnel.ts";
import { readMilestones } from "../api/milestones.ts";
import { readModules } from "../api/modules.ts";
import { readNearlyAdopted } from "../api/nearly-adopted.ts";
import { readOverview } from "../api/overview.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import { readSegmentMembers, readSegments } from "../api/segments.ts";
import { readStages } from "../api/stages.ts";
import { TODAY } from "../api/test-support/random-workspace.ts";
import { readUsers } from "../api/users.ts";
import { presetDays } from "../domain/period/period.ts";
import { FILTERS, inKeptWorkspaces, withoutCountedAt, type Path, type Query } from "./test-support/kept-workspaces.ts";

/** Days of one's own that are kept are answered as if they were counted for the answer, whatever a list is asked. */

/** Each is asked over four ranges of days, so that fewer of them are enough. */
const WORKSPACES = 2;

const EARLIER = TODAY - 9;

type KeptCase = readonly [Query, OwnDays];

/** Days that are over, days up to today, a preset period as of an earlier day, and everything up to it. */
const KEPT: readonly KeptCase[] = [
  [
    { from: "2026-10-20", to: "2026-11-10" },
    { lastDay: TODAY - 8, isOver: true, days: daysAgo(29, 8) },
  ],
  [
    { from: "2026-11-01", to: "2026-11-18" },
    { lastDay: TODAY, isOver: false, days: daysAgo(17, 0) },
  ],
  [
    { period: "30d", asOf: "2026-11-09" },
    { lastDay: EARLIER, isOver: true, days: presetDays("30d", EARLIER) },
  ],
  [
    { period: "all", asOf: "2026-11-09" },
    { lastDay: EARLIER, isOver: true, days: null },
  ],
];

function daysAgo(from: number, to: number) {
  return { from: TODAY - from, to: TODAY - to };
}

type DoorCase = readonly [name: string, door: ReadDoor, queries: readonly Query[], path?: Path];

const DOORS: readonly DoorCase[] = [
  ["overview", readOverview, [{ rank: "users" }]],
  [
    "accounts",
    readAccounts,
    [
      { sort: "-healthScore" },
      { sort: "-activeUsers" },
      { search: "ac" },
      { format: "csv" },
      { limit: "1", offset: "1" },
    ],
  ],
  ["users", readUsers, [{ sort: "-healthScore" }, { sort: "lastActiveDay" }, { search: "person" }, { format: "csv" }]],
  ["features", readFeatures, [{ sort: "-users" }, { columns: "medianActiveMs" }, { format: "ndjson" }]],
  ["modules", readModules, [{ sort: "-percent" }]],
  ["attention", readAttention, [{ order: "score" }, { format: "csv" }]],
  ["coverage", readCoverage, [{ sort: "name" }]],
  ["stages", readStages, [{ stage: "adopted" }, { sort: "-activeMs", limit: "3" }]],
  ["nearly adopted", readNearlyAdopted, [{ sort: "missingMs" }]],
  ["funnel", readFunnel, [{ feature: "calendars" }]],
  ["milestones", readMilestones, [{ sort: "-met" }]],
  ["segments", readSegments, [{ sort: "-count" }]],
  ["members of a segment", readSegmentMembers, [{ search: "e" }, { history: "true" }], { id: "busy" }],
];

const MANY_FILTERS: ReadonlySet<ReadDoor> = new Set([readAccounts, readFeatures]);
const SOME_FILTERS: readonly Query[] = [
  { health: "struggling,unknown" },
  { segment: ["busy", "paying"] },
  { plan: "pro" },
];

inKeptWorkspaces((workspace) => {
  beforeAll(async () => {
    for (const [, ownDays] of KEPT) await workspace.parts.keepOwn(ownDays);
  });

  test.each(DOORS.map((one) => [one[0], one] as const))("%s", async (_, [, door, more, path = {}]) => {
    const needed = door === readFunnel ? { feature: "contacts" } : {};
    for (const [days] of KEPT) {
      const queries = [{}, ...more, ...(MANY_FILTERS.has(door) ? FILTERS : SOME_FILTERS)].map((query) =>
        Object.assign({}, needed, query, days),
      );
      const { kept, expected } = await workspace.replies(door, queries, path);
      expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
      // Of everybody it is read, not counted.
      const [{ reply } = { reply: "" }] = kept;
      const countedAt = typeof reply === "string" || door === readModules ? START_MS : reply["countedAt"];
      expect({ days, countedAt }).toEqual({ days, countedAt: START_MS });
    }
  });

  test("all of it can be counted anew and is the same", async () => {
    expect(await workspace.parts.verify()).toEqual([]);
  });

  test("what the host tells later is counted again", async () => {
    const { system, parts } = workspace;
    const [, over] = KEPT[0] as KeptCase;
    await system.store.facts.push("accounts", [{ id: "beta", name: "Beta", plan: "pro" }], START_MS);
    expect(await parts.keepOwn(over)).toBeGreaterThan(0);
    expect(await parts.verify()).toEqual([]);
  });
}, WORKSPACES);
