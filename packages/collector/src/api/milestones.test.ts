import type { MeReply } from "@uptake/tracker/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { MilestoneDecisionReply, MilestonesReply, MilestonesRow } from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TODAY_MS = Math.floor(START_MS / DAY_MS) * DAY_MS;
const DEFINITIONS: Definitions = {
  features: { calendars: { name: "Calendars" } },
  segments: {
    paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
  },
  milestones: {
    first: { name: "First minutes", rule: { kind: "time", activeMs: 60_000 } },
    paid: { name: "Paid use", segment: "paying", rule: { kind: "adopted", feature: "calendars" } },
    team: { name: "Team", scope: "account", rule: { kind: "time", activeMs: 240_000 } },
  },
};

let system: TestCollector;
beforeEach(async () => {
  system = await startDoorWorkspace({
    definitions: DEFINITIONS,
    accounts: [
      { id: "acme", name: "Acme", plan: "pro" },
      { id: "beta", name: "Beta", plan: "free" },
    ],
    users: [
      { id: "u_1", name: "Uma", accounts: ["acme"] },
      { id: "u_2", name: "Vic", accounts: ["acme"] },
      { id: "u_3", name: "Wim", accounts: ["beta"] },
      { id: "u_4", name: "Xu", accounts: ["beta"] },
    ],
    used: [
      ["acme", "u_1", cellOf("calendars", START_MS, 120_000)],
      ["acme", "u_2", cellOf("calendars", START_MS, 30_000)],
      ["beta", "u_3", cellOf("calendars", START_MS, 30_000)],
    ],
  });
  await system.store.records.changeSegmentMembers([
    { of: "account", segment: "paying", subject: "acme", kind: "joined", atMs: START_MS },
  ]);
});
afterEach(() => system.stop());

async function read(query = ""): Promise<MilestonesReply> {
  const response = await system.request(`/v1/milestones${query}`, { bearer: system.secretKey });
  expect([query, response.status]).toEqual([query, 200]);
  return response.json() as Promise<MilestonesReply>;
}
const decide = (path: string, body: unknown): Promise<Response> =>
  system.request(`/v1/milestones/${path}`, { method: "POST", bearer: system.secretKey, body });
const meet = (account: string, user: string | null, milestone: string, metAtMs: number | null): Promise<number> =>
  system.store.records.meetMilestones([
    { account, user, milestone, version: 1, metAtMs, resetAtMs: null, atMs: START_MS },
  ]);
const counts = ({ rows }: MilestonesReply) =>
  rows.map(({ milestone, met, open, notRelevant }: MilestonesRow) => [milestone, met, open, notRelevant]);

describe("GET /v1/milestones", () => {
  test("counts members or accounts, those of the segment where there is one", async () => {
    await meet("acme", "u_1", "first", TODAY_MS + HOUR_MS);
    await meet("beta", null, "team", null);
    await decide("first/relevance", { account: "beta", user: "u_4", relevant: false, reason: "Left" });
    expect(counts(await read())).toEqual([
      ["first", 1, 2, 1],
      ["paid", 0, 2, 0],
      ["team", 1, 1, 0],
    ]);
    expect(counts(await read("?account=acme"))).toEqual([
      ["first", 1, 1, 0],
      ["paid", 0, 2, 0],
      ["team", 0, 1, 0],
    ]);
    // Whoever met one for a segment has met it, wherever they are.
    await meet("beta", "u_3", "paid", null);
    expect(counts(await read())[1]).toEqual(["paid", 1, 2, 0]);
  });

  test("time to first value has those in it who still wait, and tells whom it leaves out", async () => {
    await meet("acme", "u_1", "first", TODAY_MS + HOUR_MS);
    await meet("acme", "u_2", "first", TODAY_MS + 3 * HOUR_MS);
    const first = async () => (await read()).rows[0];
    // Three were seen: one of them still waits, and u_4 was never there.
    expect(await first()).toMatchObject({ medianMs: 3 * HOUR_MS, p90Ms: null, waiting: 1, untimed: 1 });
    await meet("beta", "u_3", "first", null);
    // Met, but nobody knows when.
    expect(await first()).toMatchObject({ met: 3, medianMs: HOUR_MS, p90Ms: 3 * HOUR_MS, waiting: 0, untimed: 2 });
  });

  test("of one account it tells its states, with a user the member's, as the widget does", async () => {
    const { states: ofAccount } = await read("?account=acme");
    expect(ofAccount).toEqual([
      {
        milestone: "team",
        name: "Team",
        scope: "account",
        kind: "open",
        progress: 150_000 / 240_000,
        metAt: null,
        version: 1,
        reason: null,
        resetAt: null,
        recorded: false,
      },
    ]);
    await decide("paid/relevance", { account: "acme", user: "u_1", relevant: false, reason: "No bookings" });
    await meet("acme", "u_1", "first", TODAY_MS + HOUR_MS);
    const { states = [] } = await read("?account=acme&user=u_1");
    expect(states.map(({ milestone, kind, reason }) => [milestone, kind, reason])).toEqual([
      ["first", "met", null],
      ["paid", "notRelevant", "No bookings"],
      ["team", "open", null],
    ]);
    const me = await system.request("/v1/me", { bearer: await system.token({ user: "u_1", account: "acme" }) });
    const { milestones } = (await me.json()) as MeReply;
    expect(milestones.map(({ milestone, progress }) => [milestone, progress])).toEqual(
      states.map(({ milestone, progress }) => [milestone, progress]),
    );
    expect((await read()).states).toBeUndefined();
    expect((await read("?account=acme&account=beta")).states).toBeUndefined();
  });

  test("states and counts of one reply say the same, before and after the job has written down what is met", async () => {
    await system.collect({
      id: writerId("more"),
      account: "acme",
      user: "u_2",
      cells: [cellOf("calendars", START_MS - HOUR_MS, 120_000)],
    });
    const told = async () => {
      const { states = [], ...reply } = await read("?account=acme&user=u_2");
      const stated = states.map(({ milestone, kind, progress, metAt, recorded }) => [
        milestone,
        kind,
        progress,
        metAt,
        recorded,
      ]);
      return [stated, counts(reply)];
    };
    expect(await told()).toEqual([
      [
        ["first", "open", 1, null, false],
        ["paid", "open", 150_000 / 420_000, null, false],
        ["team", "open", 1, null, false],
      ],
      [
        ["first", 0, 2, 0],
        ["paid", 0, 2, 0],
        ["team", 0, 1, 0],
      ],
    ]);
    await meet("acme", null, "team", START_MS);
    await meet("acme", "u_2", "first", START_MS);
    expect(await told()).toEqual([
      [
        ["first", "met", 1, START_MS, true],
        ["paid", "open", 150_000 / 420_000, null, false],
        ["team", "met", 1, START_MS, true],
      ],
      [
        ["first", 1, 1, 0],
        ["paid", 0, 2, 0],
        ["team", 1, 0, 0],
      ],
    ]);
  });

  test.each([
    ["?user=u_1", 400],
    ["?account=acme&account=beta&user=u_1", 400],
    ["?sort=color", 400],
    ["?account=none", 400],
    ["?account=acme&user=u_3", 404],
  ])("%s is refused with %i", async (query, status) => {
    expect((await system.request(`/v1/milestones${query}`, { bearer: system.secretKey })).status).toBe(status);
  });
});

describe("POST /v1/milestones/:id/reset", () => {
  test("takes it back until it is met anew", async () => {
    await meet("acme", "u_1", "first", TODAY_MS);
    const response = await decide("first/reset", { account: "acme", user: "u_1" });
    expect([response.status, await response.json()]).toMatchObject([
      200,
      {
        milestone: "first",
        account: "acme",
        user: "u_1",
        decision: "reset",
        at: START_MS,
      } satisfies Partial<MilestoneDecisionReply>,
    ]);
    expect(counts(await read())[0]).toEqual(["first", 0, 4, 0]);
    const { states = [] } = await read("?account=acme&user=u_1");
    expect(states[0]).toMatchObject({ milestone: "first", kind: "open", progress: 0, resetAt: START_MS });
  });
});

test("a milestone that isn't relevant can become so again", async () => {
  await decide("team/relevance", { account: "acme", relevant: false, reason: "One person only" });
  expect(counts(await read())[2]).toEqual(["team", 0, 1, 1]);
  await decide("team/relevance", { account: "acme", relevant: true });
  expect(counts(await read())[2]).toEqual(["team", 0, 2, 0]);
});

test.each([
  ["none/reset", { account: "acme", user: "u_1" }, 404],
  ["first/reset", { account: "acme" }, 400],
  ["team/reset", { account: "acme", user: "u_1" }, 400],
  ["first/reset", { account: "acme", user: "nobody" }, 404],
  ["first/reset", { user: "u_1" }, 400],
  ["first/relevance", { account: "acme", user: "u_1" }, 400],
  ["first/relevance", { account: "acme", user: "u_1", relevant: false }, 400],
  ["first/relevance", { account: "acme", user: "u_1", relevant: false, reason: " " }, 400],
])("POST %s with %j is refused with %i", async (path, body, status) => {
  expect((await decide(path, body)).status).toBe(status);
  expect(counts(await read())).toEqual([
    ["first", 0, 4, 0],
    ["paid", 0, 2, 0],
    ["team", 0, 2, 0],
  ]);
});

test("says since when it is known who is in the segments of milestones, and by which definitions", async () => {
  expect(await read()).toMatchObject({ segmentsEvaluatedAt: null });
  const { records } = system.store;
  const { definitionVersion } = await read();
  await records.noteSegmentsEvaluated({ atMs: START_MS - 9, definitionVersion: definitionVersion - 1 });
  // Whoever is in the segment by now may not be counted yet.
  expect(await read()).toMatchObject({ segmentsEvaluatedAt: null });
  await records.noteSegmentsEvaluated({ atMs: START_MS, definitionVersion });
  expect(await read()).toMatchObject({ segmentsEvaluatedAt: START_MS });
});
