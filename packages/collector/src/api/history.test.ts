import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, HistoryReply } from "./contract.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

/** How a state has moved: what any number was as of the end of each of the last weeks. */

const DAY_MS = 86_400_000;
const ADOPTED_MS = 420_000;
/** The 29th of October. */
const TOLD_DAY = Math.floor(START_MS / DAY_MS) - 20;

let system: TestCollector;
beforeAll(async () => {
  // The 18th of November is a Wednesday.
  system = await startTestCollector({
    definitions: { features: { inbox: { name: "Inbox" }, tasks: { name: "Tasks" } } },
  });
  await system.store.facts.putAccounts([{ id: "acme" }, { id: "beta", plan: "pro" }]);
  let writers = 0;
  const adopt = (account: string, daysAgo: number, feature: string) => ({
    id: writerId(`h${++writers}`),
    account,
    user: `u_${account}`,
    cells: [cellOf(feature, START_MS - daysAgo * DAY_MS, ADOPTED_MS)],
  });
  await system.collect(adopt("acme", 15, "inbox"), adopt("acme", 4, "tasks"), adopt("beta", 1, "inbox"));
});
afterAll(() => system.stop());

const history = (query: string) => readJson<HistoryReply>(system, `/v1/history?number=${query}`);
const pointsOf = async (query: string) => (await history(query)).points.map(({ day, value }) => [day, value]);

test("an account's adoption, week by week, up to the day that is looked at", async () => {
  expect(await pointsOf("adoptionPercent&account=acme&points=4")).toEqual([
    ["2026-11-01", null],
    ["2026-11-08", 50],
    ["2026-11-15", 100],
    ["2026-11-18", 100],
  ]);
  expect(await pointsOf("adoptionPercent&account=acme&points=2&asOf=2026-11-10")).toEqual([
    ["2026-11-08", 50],
    ["2026-11-10", 50],
  ]);
});

test("also by days and months, of the workspace and of what filters leave", async () => {
  expect(await pointsOf("adoptedPairs&bucket=day&points=3")).toEqual([
    ["2026-11-16", 2],
    ["2026-11-17", 3],
    ["2026-11-18", 3],
  ]);
  expect(await pointsOf("adoptedPairs&bucket=month&points=2&plan=pro")).toEqual([
    ["2026-10-31", null],
    ["2026-11-18", 1],
  ]);
  const number = await history("adoptedPairs&points=1");
  expect([number.points.length, number.number, number.bucket]).toEqual([
    1,
    { id: "adoptedPairs", name: "Adopted pairs", unit: "count" },
    "week",
  ]);
});

test("before anything was heard numbers of use are no data, others what they were", async () => {
  expect(await pointsOf("activeMs&bucket=month&points=3&period=30d")).toEqual([
    ["2026-09-30", null],
    ["2026-10-31", null],
    ["2026-11-18", 3 * ADOPTED_MS],
  ]);
  for (const number of ["featureUsagePercent", "neverSeenUsers", "inactiveUsers", "seenUsers", "adoptedPairs", "dau"]) {
    expect([number, (await pointsOf(`${number}&bucket=month&points=2`))[0]]).toEqual([number, ["2026-10-31", null]]);
  }
  expect(await pointsOf("companies&bucket=month&points=2")).toEqual([
    ["2026-10-31", 0],
    ["2026-11-18", 2],
  ]);
  // The first day of which anything is known, and of an account that came later what is known of it: nothing came.
  expect(await pointsOf("seenUsers&bucket=day&points=2&asOf=2026-11-03")).toEqual([
    ["2026-11-02", null],
    ["2026-11-03", 1],
  ]);
  expect(await pointsOf("adoptedFeatures&bucket=day&points=1&account=beta&asOf=2026-11-10")).toEqual([
    ["2026-11-10", 0],
  ]);
});

test("who was there before the tracker was is known where the host's server told it", async () => {
  const { facts } = system.store;
  await facts.push("presence", [{ account: "acme", user: "u_acme", day: TOLD_DAY }], START_MS);
  expect(await pointsOf("seenUsers&bucket=month&points=2")).toEqual([
    ["2026-10-31", 1],
    ["2026-11-18", 2],
  ]);
  expect((await pointsOf("featureUsagePercent&bucket=month&points=2"))[0]).toEqual(["2026-10-31", null]);
});

test("each point opens as what it was, and the last one is the number of today", async () => {
  for (const query of [
    "adoptionPercent&account=acme&points=5",
    "activeMs&points=3&period=7d",
    "healthScore&user=u_acme",
  ]) {
    const { points, number } = await history(query);
    for (const { day, value, address } of points) {
      expect([query, day, (await readJson<ExplainReply>(system, address ?? "")).value]).toEqual([query, day, value]);
    }
    const now = await readJson<ExplainReply>(system, `/v1/explain?number=${query.replace(/&points=\d+/, "")}`);
    expect([number.id, points.at(-1)?.value]).toEqual([number.id, now.value]);
  }
});

test("where filters would leave other accounts on that day, points don't say where they open", async () => {
  const { points } = await history("adoptedPairs&points=2&churned=false");
  expect(points.map(({ address }) => address === null)).toEqual([true, false]);
});

test("what can't be told is refused, and said", async () => {
  expect(await readProblem(system, "/v1/history?number=luck")).toMatchObject([
    400,
    expect.stringMatching(/^number is/),
  ]);
  expect(await readProblem(system, "/v1/history?number=adoptedPairs&points=32")).toEqual([
    400,
    'points is "32". Allowed: whole numbers from 1 to 31.',
  ]);
  expect((await readProblem(system, "/v1/history?number=adoptedPairs&from=2026-11-01&to=2026-11-02"))[0]).toBe(400);
});

describe("of many accounts", () => {
  let other: TestCollector;
  const ids = Array.from({ length: 2_001 }, (_, index) => `a${index}`);
  const narrowed = (count: number): string =>
    ids
      .slice(0, count)
      .map((id) => `&account=${id}`)
      .join("");
  beforeAll(async () => {
    other = await startTestCollector({
      definitions: {
        features: { inbox: { name: "Inbox", module: "mail" }, tasks: { name: "Tasks" } },
        actions: { "mail.sent": { name: "Mails", feature: "inbox", weight: 2 } },
        modules: { mail: { name: "Mail" } },
      },
    });
    await other.store.facts.putAccounts(ids.map((id) => ({ id, plan: id === "a2000" ? "rare" : "usual" })));
    const cells = (account: string, user: string, daysAgo: number, feature: string) => ({
      id: writerId(`m${account}${user}${daysAgo}${feature}`),
      account,
      user,
      cells: [{ ...cellOf(feature, START_MS - daysAgo * DAY_MS, 60_000), actions: { "mail.sent": 3 } }],
    });
    await other.collect(
      cells("a1", "ana", 0, "inbox"),
      cells("a1", "ben", 3, "tasks"),
      cells("a9", "ana", 12, "inbox"),
      cells("a2000", "cleo", 20, "inbox"),
    );
  });
  afterAll(() => other.stop());

  const many = (query: string) => readJson<HistoryReply>(other, `/v1/history?number=${query}`);

  test.each([
    "activeMs",
    "visits&bucket=day&points=31",
    "engagement&bucket=month",
    "activeMs&period=7d&points=5",
    "activeMs&period=all&points=3",
    "activeMs&asOf=2026-11-10&points=3",
    "visits&feature=inbox&points=4",
    "activeMs&module=mail&points=4",
    "engagement&module=mail&action=mail.sent&points=4",
    "activeMs&account=a1&user=ana&points=3",
    "activeMs&plan=rare&points=5&period=30d",
  ])("%s is a sum of days, and each point opens as what it is", async (query) => {
    const { points } = await many(query);
    expect(points.length).toBe(Number(/points=(\d+)/.exec(query)?.[1] ?? 13));
    expect(points.some(({ value }) => (value ?? 0) > 0)).toBe(true);
    for (const { value, address } of points.slice(-5)) {
      expect([address, (await readJson<ExplainReply>(other, address ?? "")).value]).toEqual([address, value]);
    }
  });

  test("there are as many points as can be counted, unless they are asked for", async () => {
    const lengths = [];
    for (const count of [307, 308, 1_333, 2_000]) {
      // Its accounts are all that it counts.
      const { points } = await many(`companies${narrowed(count)}`);
      expect(points.at(-1)?.day).toBe("2026-11-18");
      lengths.push(points.length);
    }
    expect(lengths).toEqual([13, 12, 3, 2]);
    expect(await readProblem(other, `/v1/history?number=companies&points=13${narrowed(400)}`)).toEqual([
      400,
      'points is "13". Allowed: points × accounts up to 4000, since each account is counted anew for each point; there are 400 accounts.',
    ]);
  });

  test("of too many for two points it is said which numbers there are, and points that were asked for are told", async () => {
    expect(await readProblem(other, "/v1/history?number=companies")).toEqual([
      400,
      'number is "companies". Allowed: activeMs, visits, engagement, and of up to 2000 accounts, such as those that filters leave, any other one, since each account is counted anew for each point; there are 2001 accounts.',
    ]);
    expect((await many("companies&points=1")).points).toHaveLength(1);
    expect((await readProblem(other, "/v1/history?number=activeMs&points=32"))[0]).toBe(400);
    // These may be other accounts on each day.
    expect((await readProblem(other, "/v1/history?number=activeMs&churned=false&points=13"))[0]).toBe(400);
    const one = await many("adoptedFeatures&account=a1&points=2");
    expect(one.points.map(({ value }) => value)).toEqual([0, 0]);
  });
});
