import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import { readCoverage } from "../api/coverage.ts";
import { readFeatures } from "../api/features.ts";
import { readFunnel } from "../api/funnel.ts";
import { MILESTONE_SORTS, readMilestones } from "../api/milestones.ts";
import { readModules } from "../api/modules.ts";
import { readAttention } from "../api/attention.ts";
import { USER_SORTS } from "../api/contract.ts";
import { NUMBERS } from "../api/numbers/numbers.ts";
import { ATTENTION_SORTS, COVERAGE_SORTS } from "../api/openapi/attention-shape.ts";
import { FEATURE_RANKS } from "../api/openapi/overview-shape.ts";
import { readOverview } from "../api/overview.ts";
import { overviewSource } from "../api/overview-source.ts";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { openReading, type ReadParts } from "../api/reading/reading.ts";
import { NEARLY_ADOPTED_SORTS, readNearlyAdopted } from "../api/nearly-adopted.ts";
import { STAGE_SORTS } from "../api/stage-rows.ts";
import { readStages } from "../api/stages.ts";
import { readSegmentMembers, readSegments, SEGMENT_MEMBER_SORTS, SEGMENT_SORTS } from "../api/segments.ts";
import { readUsers } from "../api/users.ts";
import { fillStore } from "../api/test-support/fill-store.ts";
import { DAY_MS, DEFINITIONS, randomWorkspace, TODAY } from "../api/test-support/random-workspace.ts";
import { ALL_ACCOUNTS, type AccountScope } from "../domain/account-scope.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { PERIOD_PRESETS } from "../domain/period/period.ts";
import { applyDefinitions } from "../ops/apply-definitions.ts";
import type { SnapshotWrite } from "../store/module-snapshots.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** What is kept is what would be counted: the same reply, to every question that is answered from it. */

const WORKSPACES = 4;
const COUNTING_TIMEOUT_MS = 60_000;
const SCOPES: readonly AccountScope[] = [
  ALL_ACCOUNTS,
  { kind: "only", accounts: ["acme", "quiet"] },
  { kind: "only", accounts: ["acme", "beta", "gone"] },
];
const SEGMENTS: NonNullable<Definitions["segments"]> = {
  busy: { name: "Busy", of: "account", when: { kind: "metric", metric: "activeMs", atLeast: 1 } },
  paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
  admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
  active: { name: "Active", of: "user", when: { kind: "metric", metric: "activeMs", atLeast: 100_000 } },
};
const MILESTONES: NonNullable<Definitions["milestones"]> = {
  first: { name: "First minutes", rule: { kind: "time", activeMs: 60_000 } },
  lead: { name: "Leads", segment: "admins", rule: { kind: "time", activeMs: 90_000 } },
  team: { name: "Team", scope: "account", segment: "busy", rule: { kind: "time", activeMs: 240_000 } },
};
const HEALTH: NonNullable<Definitions["health"]> = {
  segmentWeights: { paying: { login: 90, feedback: 5 } },
  productEngagement: { weights: { growth: 2 } },
};
/** Days of one's own that aren't over: of others everything is told as of their end, which isn't the day that is kept. */
const DAYS = { from: "2026-10-20", to: "2026-11-18" };
const DAYS_OVER = { from: "2026-10-20", to: "2026-11-10" };
/** A day, a part of a week, whole weeks, and days to come. */
const MORE_DAYS = [
  { from: "2026-11-18", to: "2026-11-18" },
  { from: "2026-11-13", to: "2026-11-18" },
  { from: "2026-10-01", to: "2026-11-18" },
  { from: "2026-09-03", to: "2026-11-30" },
] as const;
type Path = Readonly<Record<string, string>>;
/** Of several values each is a parameter. */
type Query = Readonly<Record<string, string | readonly string[]>>;

function parametersOf(query: Query): URLSearchParams {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
  );
}

describe.each(
  fc
    .sample(randomWorkspace, { numRuns: WORKSPACES, seed: 20_261_129 })
    .map((workspace, index) => [index, workspace] as const),
)("in generated workspace %i", (index, workspace) => {
  let system: TestCollector;
  let parts: KeptWorkspace;
  beforeAll(async () => {
    system = await startTestCollector();
    await applyDefinitions(
      { ...DEFINITIONS, segments: SEGMENTS, milestones: MILESTONES, health: HEALTH },
      system.store.records,
      START_MS,
    );
    await fillStore(system.store.facts, workspace);
    await system.store.records.recordSnapshots(snapshotsOf(index));
    await system.store.records.changeSegmentMembers(STAYS);
    await system.store.records.meetMilestones(MET);
    await system.store.records.markMilestone(NOT_RELEVANT);
    const said = { reason: "Not theirs", actor: "Maya", atMs: START_MS };
    await system.store.records.answerRelevance({ account: "acme", user: null, feature: "contacts", ...said });
    await system.store.records.answerRelevance({ account: "acme", user: "u_2", feature: "calendars", ...said });
    parts = await keepWorkspace(system.store.path, () => START_MS);
  }, COUNTING_TIMEOUT_MS);
  afterAll(async () => {
    parts.close();
    await system.stop();
  });

  async function answer(
    door: ReadDoor,
    query: Query,
    scope: AccountScope,
    from: ReadParts,
    path: Path = {},
  ): Promise<Response> {
    return door({
      parameters: parametersOf(query),
      path,
      accept: null,
      asker: { scope, name: "Ada" },
      parts: from,
    });
  }

  /** The replies to the queries in both scopes, made of what is kept, and what they have to be. */
  async function replies(door: ReadDoor, queries: readonly Query[], path: Path = {}) {
    const asked = SCOPES.flatMap((scope) => queries.map((query) => ({ scope, query })));
    const of = (from: ReadParts, countedAt: number | null) =>
      Promise.all(
        asked.map(async ({ scope, query }) => {
          const response = await answer(door, query, scope, from, path);
          if (query["format"] !== undefined) return { query, scope, reply: await response.text() };
          // A head that doesn't say when it was counted is one that was counted for the answer.
          const reply = (await response.json()) as Record<string, unknown>;
          return { query, scope, reply: { ...reply, countedAt: reply["countedAt"] ?? countedAt } };
        }),
      );
    return { kept: await of(parts.kept, null), expected: await of(parts.live, START_MS) };
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
    { account: ["acme", "beta"] },
    { segment: ["busy", "paying"] },
    { inRoster: "true" },
    { inRoster: "false" },
  ];

  test("accounts", async () => {
    const { kept, expected } = await replies(readAccounts, [
      ...PERIODS,
      ...FILTERS,
      ...[
        "-activeMs",
        "engagement",
        "-healthScore",
        "productEngagementScore",
        "adoptionPercent",
        "name",
        "-activeUsers",
        "plan",
        "-lastActiveDay",
      ].map((sort) => ({ sort, period: "30d" })),
      ...["-activeMs", "-healthScore", "activeUsers", "name"].map((sort) => Object.assign({ sort }, DAYS)),
      { ...DAYS, churned: "false" },
      { ...DAYS, format: "csv" },
      ...MORE_DAYS.map((days) => Object.assign({ sort: "-activeUsers" }, days)),
      { search: "ac" },
      { limit: "1", offset: "1" },
      { columns: "name,activeMs" },
      { format: "csv", period: "90d" },
      { format: "ndjson", plan: "pro" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("accounts over days that go further back than what is kept are counted for the answer", async () => {
    const query = { from: "2019-01-01", to: "2026-11-18" };
    const [kept, live] = await Promise.all(
      [parts.kept, parts.live].map(async (from) => (await answer(readAccounts, query, ALL_ACCOUNTS, from)).json()),
    );
    expect(kept).toEqual(live);
    expect(kept).toMatchObject({ countedAt: null });
  });

  test("the queue of attention", async () => {
    const { kept, expected } = await replies(readAttention, [
      {},
      { order: "score" },
      DAYS,
      ...FILTERS,
      ...ATTENTION_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, order: "score" }]),
      { search: "be" },
      { limit: "1", offset: "1" },
      { columns: "name,reasons" },
      { format: "csv" },
      { format: "ndjson", order: "score" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("what the tracker can see", async () => {
    const { kept, expected } = await replies(readCoverage, [
      {},
      DAYS,
      ...FILTERS,
      ...COVERAGE_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "2", offset: "1" }]),
      { search: "be" },
      { columns: "name,percent" },
      { format: "csv" },
      { format: "ndjson", sort: "name" },
    ]);
    expect(kept).toEqual(expected);
  });

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

  test("segments", async () => {
    const { kept, expected } = await replies(readSegments, [
      ...PERIODS,
      ...FILTERS,
      ...SEGMENT_SORTS.map((sort) => ({ sort: `-${sort}` })),
      { search: "a", limit: "2", offset: "1" },
      { columns: "name,count" },
      { format: "csv" },
    ]);
    expect(kept).toEqual(expected);
  });

  test.each(Object.keys(SEGMENTS))("members of the segment %s", async (segment) => {
    const queries: readonly Query[] = [
      ...PERIODS,
      ...FILTERS,
      ...SEGMENT_MEMBER_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "1", offset: "1" }]),
      { search: "e" },
      { limit: "1", offset: "1" },
      { columns: "name,joinedAt" },
      { format: "csv" },
    ];
    const withHistory = queries.map((query) => ({ ...query, history: "true" }));
    const { kept, expected } = await replies(readSegmentMembers, [...queries, ...withHistory], { id: segment });
    expect(kept).toEqual(expected);
  });

  test("users", async () => {
    const { kept, expected } = await replies(readUsers, [
      ...PERIODS,
      ...FILTERS,
      ...USER_SORTS.flatMap((sort) => [
        { sort, period: "30d" },
        { sort: `-${sort}`, period: "7d", limit: "2", offset: "1" },
      ]),
      { search: "person" },
      { search: "2", sort: "name" },
      ...["0", "1", "2", "3", "4", "9"].map((offset) => ({ limit: "1", offset, sort: "name" })),
      { columns: "name,healthScore" },
      { format: "csv", period: "90d" },
      { format: "csv", sort: "-name", limit: "2", offset: "1" },
      { format: "ndjson", plan: "pro", sort: "loginClass" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("people of segments of users", async () => {
    const doors: readonly (readonly [ReadDoor, Query])[] = [
      [readUsers, { sort: "name" }],
      [readFeatures, {}],
      [readOverview, {}],
      [readFunnel, { feature: "calendars" }],
      [readAccounts, { sort: "-activeUsers" }],
      [readAttention, { order: "score" }],
      [readCoverage, {}],
      [readMilestones, {}],
    ];
    const segments: readonly Query[] = [
      { userSegment: "admins", period: "30d" },
      { userSegment: ["active", "admins"] },
      { userSegment: "active", plan: "pro" },
      { userSegment: "admins", inRoster: "true" },
    ];
    for (const scope of SCOPES) {
      for (const [door, more] of doors) {
        for (const query of segments) {
          const asked = { ...query, ...more };
          const [kept, live] = await Promise.all(
            [parts.kept, parts.live].map(async (from) => (await answer(door, asked, scope, from)).json()),
          );
          expect({ scope, asked, reply: kept }).toEqual({ scope, asked, reply: live });
        }
      }
    }
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
        expect(await read(parts.kept)).toEqual(await read(parts.live));
      }
    }
  });

  const WHICH: readonly Query[] = [
    ...FILTERS,
    { feature: "calendars" },
    { user: "u_1" },
    { search: "person 1" },
    { search: "acm" },
    { search: "conta", sort: "name" },
    { limit: "2", offset: "1" },
    { columns: "name,progressMs" },
    { format: "csv", sort: "featureName" },
    { format: "ndjson", plan: "pro" },
  ];

  test("stages", async () => {
    const { kept, expected } = await replies(readStages, [
      ...PERIODS,
      DAYS,
      ...WHICH,
      ...STAGE_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "3", offset: "2" }]),
      { stage: "adopted" },
      { stage: "tried", living: "active" },
      { living: "lapsed" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("who has nearly adopted", async () => {
    const { kept, expected } = await replies(readNearlyAdopted, [
      ...WHICH,
      ...NEARLY_ADOPTED_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "3" }]),
    ]);
    expect(kept).toEqual(expected);
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
      { search: "sell", columns: "live,users" },
      { format: "csv", period: "90d" },
      { format: "ndjson", churned: "false" },
    ]);
    // Of a single account, and of such that have left, modules are counted for the answer.
    expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
    expect(kept[0]).toMatchObject({ scope: ALL_ACCOUNTS, reply: { countedAt: START_MS } });
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
          [parts.kept, parts.live].map((from) => answer(door, query, ALL_ACCOUNTS, from)),
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
      // To come: nothing yet.
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
        [parts.kept, parts.live].map(async (from) => (await answer(readAccounts, query, ALL_ACCOUNTS, from)).text()),
      );
      expect([query, kept?.replace(`"countedAt":${START_MS}`, '"countedAt":null')]).toEqual([query, live]);
    }
  });

  test("an account that leaves is counted again, and takes what it had with it", async () => {
    const left = { id: "beta", name: "Beta", plan: "free", churnedAt: START_MS - 1 };
    await system.store.facts.push("accounts", [left], START_MS);
    expect(await parts.keepUp()).toBeGreaterThan(0);
    const { kept, expected } = await replies(readModules, PERIODS);
    expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
  });

  test("all of it can be counted anew and is the same", async () => {
    expect(await parts.verify()).toEqual([]);
  });
});

function withoutCountedAt({ reply, ...asked }: { readonly reply: string | Readonly<Record<string, unknown>> }) {
  return { ...asked, reply: typeof reply === "string" ? reply : { ...reply, countedAt: null } };
}

const stay = (of: "account" | "user", segment: string, subject: string, kind: "joined" | "left", daysAgo: number) => ({
  of,
  segment,
  subject,
  kind,
  atMs: START_MS - daysAgo * DAY_MS,
});

/** Some have left again, some aren't in it any more and nobody has noticed, of some nobody has noticed that they are. */
const STAYS = [
  stay("account", "busy", "beta", "joined", 30),
  stay("account", "busy", "beta", "left", 20),
  stay("account", "busy", "acme", "joined", 9),
  stay("account", "paying", "quiet", "joined", 8),
  stay("user", "admins", "u_1", "joined", 12),
  stay("user", "admins", "u_2", "joined", 11),
  stay("user", "admins", "u_2", "left", 3),
  stay("user", "active", "u_3", "joined", 2),
];

const met = (account: string, user: string | null, milestone: string, daysAgo: number | null) => ({
  account,
  user,
  milestone,
  version: 1,
  metAtMs: daysAgo === null ? null : START_MS - daysAgo * DAY_MS,
  resetAtMs: null,
  atMs: START_MS,
});
const MET = [
  met("acme", "u_1", "first", 2),
  met("acme", "u_2", "first", 4),
  met("beta", "u_1", "first", 1),
  met("beta", "u_2", "first", null),
  met("beta", "u_2", "lead", 3),
  met("acme", null, "team", 1),
  met("beta", null, "team", 6),
];
const NOT_RELEVANT = {
  account: "acme",
  user: "u_3",
  milestone: "first",
  reason: "Left",
  actor: "Ada",
  atMs: START_MS,
};

/** Modules as they were kept: none, some that name their people, and some that were recorded by hand as well. */
function snapshotsOf(index: number): readonly SnapshotWrite[] {
  const requested = [
    snapshot("plan", "acme", TODAY - 40, 3, ["u_1", "u_2"]),
    snapshot("plan", "acme", TODAY - 3, 4, ["u_1", "u_3"]),
    snapshot("plan", "beta", TODAY - 2, 1, ["u_1", "u_4"]),
    snapshot("sell", "beta", TODAY - 9, 0, ["u_2"]),
    snapshot("sell", "gone", TODAY - 1, 5, ["u_4"]),
  ];
  const byHand = [snapshot("sell", "acme", TODAY, 9, null), snapshot("plan", "quiet", TODAY - 8, 9, null)];
  return [...(index > 0 ? requested : []), ...(index > 2 ? byHand : [])];
}

function snapshot(
  module: string,
  account: string,
  day: number,
  licensed: number,
  activeUsers: readonly string[] | null,
): SnapshotWrite {
  return {
    id: `${module} ${account} ${day}`,
    module,
    account,
    day,
    takenAtMs: START_MS,
    kind: activeUsers === null ? "manual" : "requested",
    actor: "Ada",
    active: activeUsers?.length ?? 5,
    activeUsers,
    licensed,
    definitionVersion: 1,
  };
}
