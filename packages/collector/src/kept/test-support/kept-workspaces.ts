import * as fc from "fast-check";
import { afterAll, beforeAll, describe } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../../tests/support/test-collector.ts";
import type { ReadDoor } from "../../api/reading/read-request.ts";
import type { ReadParts } from "../../api/reading/read-parts.ts";
import { fillStore } from "../../api/test-support/fill-store.ts";
import { DAY_MS, DEFINITIONS, randomWorkspace, TODAY } from "../../api/test-support/random-workspace.ts";
import { HttpProblem, problemResponse } from "../../http/problem.ts";
import { ALL_ACCOUNTS, type AccountScope } from "../../domain/account-scope.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import { PERIOD_PRESETS } from "../../domain/period/period.ts";
import { applyDefinitions } from "../../ops/apply-definitions.ts";
import type { SnapshotWrite } from "../../store/module-snapshots.ts";
import { keepWorkspace, type KeptWorkspace } from "./keep-workspace.ts";

/** Made-up workspaces that are kept, and the questions that each of them is asked with what is kept and without. */

const WORKSPACES = 4;
const COUNTING_TIMEOUT_MS = 60_000;
export const SCOPES: readonly AccountScope[] = [
  ALL_ACCOUNTS,
  { kind: "only", accounts: ["acme", "quiet"] },
  { kind: "only", accounts: ["acme", "beta", "gone"] },
];
export const SEGMENTS: NonNullable<Definitions["segments"]> = {
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
export const DAYS = { from: "2026-10-20", to: "2026-11-18" };
export const DAYS_OVER = { from: "2026-10-20", to: "2026-11-10" };
/** A day, a part of a week, whole weeks, and days to come. */
export const MORE_DAYS = [
  { from: "2026-11-18", to: "2026-11-18" },
  { from: "2026-11-13", to: "2026-11-18" },
  { from: "2026-10-01", to: "2026-11-18" },
  { from: "2026-09-03", to: "2026-11-30" },
] as const;
export type Path = Readonly<Record<string, string>>;
/** Of several values each is a parameter. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

function parametersOf(query: Query): URLSearchParams {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
  );
}

export const PERIODS = PERIOD_PRESETS.map((period) => ({ period }));
export const FILTERS: readonly Query[] = [
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
  { silent: "true" },
  { silent: "false" },
];

/** A kept workspace that is asked. */
export interface AskedWorkspace {
  /** Its collector; there before each test. */
  readonly system: TestCollector;
  readonly parts: KeptWorkspace;
  /** What a door answers, a refusal too. */
  answer(door: ReadDoor, query: Query, scope: AccountScope, from: ReadParts, path?: Path): Promise<Response>;
  /** The replies to the queries in all scopes, made of what is kept, and what they have to be. */
  replies(door: ReadDoor, queries: readonly Query[], path?: Path): Promise<KeptReplies>;
}

/** A question, and what was answered. */
export interface AskedReply {
  readonly query: Query;
  readonly scope: AccountScope;
  readonly reply: string | Readonly<Record<string, unknown>>;
}

interface KeptReplies {
  readonly kept: readonly AskedReply[];
  readonly expected: readonly AskedReply[];
}

/** Declares the same tests for each of the workspaces. @param count how many there are. */
export function inKeptWorkspaces(declare: (asked: AskedWorkspace) => void, count = WORKSPACES): void {
  describe.each(
    fc
      .sample(randomWorkspace, { numRuns: count, seed: 20_261_129 })
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
      try {
        return await door({
          parameters: parametersOf(query),
          path,
          accept: null,
          asker: { scope, name: "Ada" },
          parts: from,
        });
      } catch (error) {
        // What is refused is so from what is kept, too.
        if (error instanceof HttpProblem) return problemResponse(error);
        throw error;
      }
    }

    async function replies(door: ReadDoor, queries: readonly Query[], path: Path = {}): Promise<KeptReplies> {
      const asked = SCOPES.flatMap((scope) => queries.map((query) => ({ scope, query })));
      const of = (from: ReadParts, countedAt: number | null) =>
        Promise.all(
          asked.map(async ({ scope, query }) => {
            const response = await answer(door, query, scope, from, path);
            if (query["format"] !== undefined || !response.ok) return { query, scope, reply: await response.text() };
            // A head that doesn't say when it was counted is one that was counted for the answer.
            const reply = (await response.json()) as Record<string, unknown>;
            return { query, scope, reply: { ...reply, countedAt: reply["countedAt"] ?? countedAt } };
          }),
        );
      return { kept: await of(parts.kept, null), expected: await of(parts.live, START_MS) };
    }

    declare({
      get system() {
        return system;
      },
      get parts() {
        return parts;
      },
      answer,
      replies,
    });
  });
}

/** The same, whenever it was counted. */
export function withoutCountedAt({ reply, ...asked }: AskedReply): AskedReply {
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
