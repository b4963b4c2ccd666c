import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountReply, AccountsReply, ExplainReply, TrendReply, UserReply, UsersReply } from "./contract.ts";
import { DAY_MS, MINUTE_MS, readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const account = (path: string) => readJson<AccountReply>(system, `/v1/accounts/${path}`);
const user = (path: string) => readJson<UserReply>(system, `/v1/users/${path}`);

describe("GET /v1/accounts/:id", () => {
  test("has the account's row of the list, and its metrics as they open, with their change", async () => {
    const reply = await account("acme?period=7d");
    const { rows } = await readJson<AccountsReply>(system, "/v1/accounts?period=7d&search=acme");
    expect(reply.account).toEqual(rows[0]);
    expect(reply.metrics.map(({ number }) => number)).toEqual(["assets", "activeAssets", "engagement", "activeMs"]);
    for (const { number, value } of reply.metrics) {
      const opened = await readJson<ExplainReply>(system, `/v1/explain?period=7d&account=acme&number=${number}`);
      expect([number, opened.value]).toEqual([number, value]);
    }
    expect(reply.metrics[0]).toMatchObject({ value: 2, previous: 1 });
    expect(reply.metrics[2]).toMatchObject({ value: 11, previous: 13, change: { absolute: -2 } });
  });

  test("shows health with its parts, and of four pillars whose they are and how old", async () => {
    const { health, pillars, account: row } = await account("acme");
    expect([health.score, health.class]).toEqual([row.healthScore, row.healthClass]);
    expect(health.parts.map(({ part }) => part)).toEqual(["login", "adoption", "feedback"]);
    expect(health.users + health.unseen + health.unscored).toBe(row.knownUsers);
    expect(pillars).toMatchObject([
      { pillar: "relationship", kind: "notProvided", score: null, class: null, source: null, ageDays: null },
      { pillar: "service", kind: "imported", score: 80, class: "thriving", source: "desk", ageDays: 7 },
      { pillar: "financial", kind: "notProvided" },
      { pillar: "productAdoption", kind: "computed", source: null },
    ]);
  });

  test("compares what is adopted with the most valuable features", async () => {
    expect((await account("beta")).core).toEqual({
      adopted: [],
      gaps: [
        { feature: "calendars", name: "Calendars" },
        { feature: "phone", name: "Phone" },
      ],
      percent: 0,
    });
    expect((await account("acme")).core).toMatchObject({ gaps: [], percent: 100 });
  });

  test("has 90 days of modules with the host's own series beside them, and what happened", async () => {
    const { timeline, annotations } = await account("acme");
    expect([timeline.from, timeline.to]).toEqual(["2026-08-21", "2026-11-18"]);
    const planning = timeline.modules[0];
    expect(planning).toMatchObject({ module: "planning", name: "Planning", users: 1 });
    expect(planning?.days).toHaveLength(90);
    expect(planning?.days[0]).toBeNull();
    expect(planning?.days.slice(-5)).toEqual([
      { activeMs: 0, users: 0 },
      { activeMs: 0, users: 0 },
      { activeMs: 5 * MINUTE_MS, users: 1 },
      { activeMs: 5 * MINUTE_MS, users: 1 },
      { activeMs: 0, users: 0 },
    ]);
    expect(timeline.gauges).toMatchObject([{ gauge: "traffic", unit: "GB" }]);
    expect(timeline.gauges[0]?.days.slice(-3)).toEqual([null, 5, null]);
    expect(annotations.map(({ name }) => name).toSorted()).toEqual(["Phone", "Version 3"]);
    // Of the account's active time: the 16th, with only one closed day after it.
    const version = annotations.find(({ name }) => name === "Version 3");
    const { buckets } = await readJson<TrendReply>(system, "/v1/trend?number=activeMs&account=acme&period=30d");
    const on = (day: string): number => buckets.find(({ from }) => from === day)?.value ?? 0;
    expect(version?.after).toEqual({ from: "2026-11-17", to: "2026-11-17", mean: on("2026-11-17") });
    const before = buckets.filter(({ from }) => from >= "2026-11-02" && from <= "2026-11-15");
    expect(version?.before?.mean).toBeCloseTo(before.reduce((sum, { value }) => sum + (value ?? 0), 0) / 14, 9);
  });

  test("has both ends of features and modules, the lower one with what nobody used", async () => {
    const { features, modules, strip } = await account("acme?period=7d");
    expect(features.most.map(({ feature, before }) => [feature, before])).toEqual([
      ["calendars", 25 * MINUTE_MS],
      ["phone", 2 * MINUTE_MS],
    ]);
    expect(features.least.map(({ feature, activeMs }) => [feature, activeMs]).slice(0, 3)).toEqual([
      ["tasks", 0],
      ["reports", 0],
      ["link:academy", 0],
    ]);
    expect(modules.most.map(({ module }) => module)).toEqual(["planning", "talking"]);
    expect([strip.from, strip.to, strip.features.length]).toEqual(["2026-11-04", "2026-11-17", 14]);
    expect([strip.totalFeatures, strip.totalModules]).toEqual([2, 2]);
  });

  test("has its people, who is active beside its seats, contacts, answers and assets", async () => {
    const reply = await account("acme");
    expect(reply.users.total).toBe(3);
    expect(reply.users.rows.map((row) => row.user)).toEqual(["uma", "vic", "wil"]);
    expect(reply.account.licensedUsers).toBe(3);
    expect(reply.activeUsers[0]?.day).toBe("2026-09-09");
    expect(reply.activeUsers.at(-1)).toEqual({ day: "2026-11-18", daily: 1, weekly: 3, monthly: 3 });
    expect(reply.touchpoints.map(({ id, user: whom }) => [id, whom])).toEqual([
      ["t2", null],
      ["t1", "uma"],
    ]);
    expect(reply.responses.map(({ id, happiness }) => [id, happiness])).toEqual([
      ["r2", "notHappy"],
      ["r1", "veryHappy"],
    ]);
    expect(reply.assets).toEqual([
      { type: "calendar", typeName: "Calendars", assets: 2, activeAssets: 1, activeWithinDays: null },
    ]);
  });

  test("says how much of it the tracker can see, and whether that is enough", async () => {
    const { coverage, isTrusted } = await account("acme");
    expect(coverage).toEqual({ seenByServer: 2, seenByBoth: 1, onlySeenByTracker: 1, percent: 50 });
    expect(isTrusted).toBe(false);
    expect(await account("beta")).toMatchObject({ coverage: null, isTrusted: true });
  });

  test("of an account without data has no data, and no zeroes in its place", async () => {
    const reply = await account("silent");
    expect(reply).toMatchObject({
      health: { score: null, class: null },
      strip: { totalFeatures: null },
      activeUsers: [],
      touchpoints: [],
    });
    expect(reply.timeline.modules[0]?.days.every((day) => day === null)).toBe(true);
    expect(reply.features.least.every(({ before }) => before === null)).toBe(true);
  });

  test("names no module as least used of which nothing is there: not licensed, or never to be seen", async () => {
    const own = await startReportWorkspace({
      modules: { planning: { name: "Planning" }, talking: { name: "Talking" }, offline: { name: "Offline" } },
    });
    try {
      const seats = ["acme", "silent"].map((id) => ({ account: id, module: "talking", licensed: 0 }));
      await own.store.facts.push("seats", seats, START_MS);
      const leastOf = async (id: string) =>
        (await readJson<AccountReply>(own, `/v1/accounts/${id}`)).modules.least.map(({ module }) => module);
      expect(await leastOf("silent")).toEqual(["planning"]);
      // What was used all the same is told.
      expect(await leastOf("acme")).toEqual(["talking", "planning"]);
      expect(await leastOf("beta")).toEqual(["talking", "planning"]);
    } finally {
      await own.stop();
    }
  });

  test("an account that nobody may see is not found, whether or not there is one", async () => {
    expect(await readProblem(system, "/v1/accounts/nobody")).toEqual([404, expect.stringContaining("nobody")]);
    expect((await readProblem(system, "/v1/accounts/acme?premium=false"))[0]).toBe(404);
  });
});

describe("GET /v1/users/:id", () => {
  test("has the person's row of the list, and their metrics as they open", async () => {
    const reply = await user("uma?period=7d");
    const { rows } = await readJson<UsersReply>(system, "/v1/users?period=7d&search=uma");
    expect(reply.user).toEqual(rows[0]);
    for (const { number, value } of reply.metrics) {
      const opened = await readJson<ExplainReply>(system, `/v1/explain?period=7d&user=uma&number=${number}`);
      expect([number, opened.value]).toEqual([number, value]);
    }
    expect(reply.metrics.map(({ number, value }) => [number, value])).toEqual([
      ["engagement", 8],
      ["activeMs", 20 * MINUTE_MS + 1_000],
      ["visits", 5],
    ]);
    const parts = reply.health.parts.reduce((sum, { contribution }) => sum + contribution, 0);
    expect(Math.round(parts)).toBe(reply.health.score);
  });

  test("has a stage for every feature in every account, with how far it is", async () => {
    const { accounts } = await user("uma");
    expect(accounts.map(({ account: id, features }) => [id, features.map(({ stage }) => stage)])).toEqual([
      ["acme", ["adopted", "untouched", "tried", "untouched", "untouched"]],
      ["beta", ["untouched", "untouched", "untouched", "adopted", "untouched"]],
    ]);
    expect(accounts[1]?.features[3]).toMatchObject({
      living: "lapsed",
      progressMs: 25 * MINUTE_MS,
      thresholdMs: 7 * MINUTE_MS,
      activeDays: 25,
      lastActiveDay: "2026-10-03",
    });
  });

  test("has the last 14 closed days, contacts and answers, and nobody else's", async () => {
    const { strip, touchpoints, responses } = await user("uma");
    expect(strip.features).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1]);
    expect(touchpoints).toEqual([
      {
        id: "t1",
        account: "acme",
        user: "uma",
        kind: "call",
        at: START_MS - 20 * DAY_MS,
        by: "sam",
        note: "Asked about reports",
      },
    ]);
    expect(responses.map(({ id }) => id)).toEqual(["r1"]);
  });

  test("of somebody who was never seen has no data; of nobody it is not found", async () => {
    const quiet = await user("xia");
    expect(quiet.strip.features.every((count) => count === null)).toBe(true);
    expect(quiet.user.loginClass).toBe("neverSeen");
    expect((await readProblem(system, "/v1/users/nobody"))[0]).toBe(404);
  });
});

describe("what to turn to next", () => {
  test("of an account is what most other accounts have adopted, with the reason", async () => {
    const { nextFeatures, account: row } = await account("acme");
    expect(nextFeatures.map(({ feature, reason }) => [feature, reason])).toEqual([
      ["tasks", "1 of 3 other accounts have adopted it."],
      ["reports", "1 of 3 other accounts have adopted it."],
      ["link:academy", "0 of 3 other accounts have adopted it."],
    ]);
    expect(nextFeatures.length).toBeLessThanOrEqual(row.relevantFeatures - row.adoptedFeatures);
  });

  test("of a person is what most others in the same role, in the same accounts, have adopted", async () => {
    const { nextFeatures } = await user("vic");
    expect(nextFeatures[0]).toMatchObject({ feature: "calendars", adoptedByPeers: 0, peers: 1 });
    expect((await user("uma")).nextFeatures[0]).toEqual({
      feature: "tasks",
      name: "Tasks",
      adoptedByPeers: 0,
      peers: 0,
      percentOfPeers: null,
      reason: "There are no others who are admin to go by.",
    });
  });
});
