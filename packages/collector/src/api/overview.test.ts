import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, OverviewReply, UsersReply } from "./contract.ts";
import { readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";
import type { Tile } from "./tile.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const overview = (query = "") => readJson<OverviewReply>(system, `/v1/overview?${query}`);
const inGroup = ({ tiles }: OverviewReply, group: Tile["group"]) => tiles.filter((tile) => tile.group === group);
const numberOf = ({ tiles }: OverviewReply, number: string) => tiles.find((tile) => tile.number === number);

describe("every tile is the number that it opens to", () => {
  test.each([
    "period=7d",
    "period=month&rank=users",
    "period=all&rank=engagement",
    "from=2026-10-01&to=2026-10-20&rank=activeMs",
    "asOf=2026-11-10&period=14d",
    "account=acme&period=7d",
    "account=acme&account=beta&period=14d",
    "premium=false",
    "health=unknown&period=30d",
  ])("with %s", async (query) => {
    const reply = await overview(query);
    expect(reply.tiles.length).toBeGreaterThan(40);
    for (const { number, subject, value } of reply.tiles) {
      const asked = new URLSearchParams(query);
      // It orders features, and is no part of what a number is asked with.
      asked.delete("rank");
      asked.set("number", number);
      for (const [name, id] of Object.entries(subject)) asked.set(name, id);
      const opened = await readJson<ExplainReply>(system, `/v1/explain?${asked}`);
      expect([number, subject, opened.value]).toEqual([number, subject, value]);
    }
    for (const { from, to, value } of reply.newSubscribers) {
      const asked = new URLSearchParams(query);
      // It orders features, and is no part of what a number is asked with.
      asked.delete("rank");
      asked.delete("period");
      // A filter by health leaves the accounts of that day.
      asked.set("asOf", reply.period.through);
      for (const [name, given] of Object.entries({ number: "newSubscribers", from, to })) asked.set(name, given);
      expect([from, (await readJson<ExplainReply>(system, `/v1/explain?${asked}`)).value]).toEqual([from, value]);
    }
  });
});

test("what a tile was before is what it said when the period before was asked for", async () => {
  const reply = await overview("period=7d");
  expect(reply.previousPeriod).toEqual({ from: "2026-11-05", to: "2026-11-11" });
  const before = await overview("from=2026-11-05&to=2026-11-11&asOf=2026-11-11");
  const compared = reply.tiles.filter(({ previous, number }) => previous !== null && !/assets/i.test(number));
  expect(compared.length).toBeGreaterThan(30);
  for (const { group, number, subject, previous } of compared) {
    if (["topFeatures", "leastUsedFeatures", "links", "lowestEngagement"].includes(group)) continue;
    const then = before.tiles.find(
      (tile) => tile.number === number && JSON.stringify(tile.subject) === JSON.stringify(subject),
    );
    expect([number, subject, then?.value]).toEqual([number, subject, previous]);
  }
});

test("the four metrics lead, with how they have changed; assets against those of the day before the period", async () => {
  const reply = await overview("period=7d");
  expect(inGroup(reply, "metrics")).toMatchObject([
    { number: "assets", value: 3, previous: 2, change: { absolute: 1, relative: 0.5 } },
    { number: "activeAssets", value: 1, previous: 1, change: { absolute: 0, relative: 0 } },
    { number: "engagement", value: 4 * 2 + 3, previous: 5 * 2 + 3 },
    { number: "activeMs", unit: "ms" },
  ]);
});

test("classes add up to everybody, whose earlier number nobody knows", async () => {
  const reply = await overview();
  const contacts = numberOf(reply, "contacts");
  expect(contacts).toMatchObject({ previous: null, change: null });
  const sum = (group: Tile["group"], isOne: (tile: Tile) => boolean) =>
    inGroup(reply, group)
      .filter(isOne)
      .reduce((total, { value }) => total + (value ?? 0), 0);
  expect(sum("logins", ({ number }) => number.endsWith("Users"))).toBe(contacts?.value);
  const [seen, never] = [numberOf(reply, "seenUsers")?.value ?? 0, numberOf(reply, "neverSeenUsers")?.value ?? 0];
  expect(seen + never).toBe(contacts?.value);
  expect(sum("happiness", () => true)).toBe(contacts?.value);
  expect(sum("userHealth", () => true)).toBe(contacts?.value);
  expect(sum("accountHealth", () => true)).toBe(numberOf(reply, "companies")?.value);
  expect(sum("productAdoption", () => true)).toBe(numberOf(reply, "companies")?.value);
});

test("who was never seen is in a state of their own, and struggles with nothing", async () => {
  const { rows } = await readJson<UsersReply>(system, "/v1/users?sort=name");
  const unseen = rows.filter(({ loginClass }) => loginClass === "neverSeen");
  expect(unseen.map(({ user, healthScore, healthClass }) => [user, healthScore, healthClass])).toEqual([
    ["xia", null, "neverSeen"],
  ]);
  const reply = await overview();
  const ofHealth = Object.fromEntries(inGroup(reply, "userHealth").map(({ number, value }) => [number, value]));
  expect(ofHealth["neverSeenUsers"]).toBe(1);
  const classOf = (name: string) => rows.filter(({ healthClass }) => healthClass === name).length;
  expect(ofHealth["strugglingUsers"]).toBe(classOf("struggling"));
  const struggling = await readJson<ExplainReply>(system, "/v1/explain?number=strugglingUsers");
  expect(struggling.rows.map(({ id }) => id)).not.toContain("xia");
  expect(struggling.excluded).toContainEqual(expect.objectContaining({ what: "People who were never seen", value: 1 }));
});

test("features are ranked as asked, the least used ones with those that nobody uses", async () => {
  const top = (reply: OverviewReply) => [
    ...new Set(inGroup(reply, "topFeatures").map(({ subject }) => subject.feature)),
  ];
  const byTime = await overview("period=month&rank=activeMs");
  expect(top(byTime)).toEqual(["calendars", "phone", "tasks"]);
  expect(inGroup(byTime, "leastUsedFeatures").map(({ subjectName, value }) => [subjectName, value])).toEqual([
    ["Reports", 0],
    ["Academy", 0],
    ["Tasks", 60_900],
    ["Phone", 361_700],
    ["Calendars", 3_600_000],
  ]);
  expect(top(await overview("period=month&rank=adopted"))).toEqual(["calendars", "tasks", "phone", "reports"]);
  expect(inGroup(byTime, "links").map(({ subjectName, value }) => [subjectName, value])).toEqual([
    ["Help", 180_000],
    ["Academy", 0],
  ]);
});

test("the lowest by engagement are real ones: silent and young accounts are counted apart", async () => {
  const reply = await overview("period=30d");
  expect(inGroup(reply, "lowestEngagement").map(({ subject, value }) => [subject.account, value])).toEqual([
    ["beta", 0],
    ["acme", 57],
  ]);
  expect(inGroup(reply, "keptOut").map(({ number, value }) => [number, value])).toEqual([
    ["notInRosterAccounts", 0],
    ["silentAccounts", 1],
    ["youngAccounts", 1],
  ]);
});

test("the goal says how far it is, and every month how many began", async () => {
  const { goal, newSubscribers } = await overview();
  expect(goal).toEqual({
    name: "Award",
    number: "saasAccounts",
    value: 2,
    target: 4,
    percent: 50,
    remaining: 2,
    reached: false,
    address: "/v1/explain?number=saasAccounts",
  });
  expect(newSubscribers).toHaveLength(12);
  expect(newSubscribers.at(-1)).toEqual({
    month: "2026-11",
    from: "2026-11-01",
    to: "2026-11-30",
    value: 1,
    address: "/v1/explain?asOf=2026-11-18&from=2026-11-01&to=2026-11-30&number=newSubscribers",
  });
  expect(newSubscribers.find(({ month }) => month === "2026-08")?.value).toBe(1);
});

test("nothing is compared with a period before all that is known, but for what the host dates itself", async () => {
  const reply = await overview("period=90d");
  expect(numberOf(reply, "activeMs")?.previous).toBeNull();
  expect(numberOf(reply, "dailyUsers")?.previous).toBeNull();
  expect(numberOf(reply, "companies")?.previous).toBe(4);
  expect((await overview("period=all")).previousPeriod).toBeNull();
});

test("wrong parameters are refused by name, value and what is allowed", async () => {
  expect(await readProblem(system, "/v1/overview?rank=luck")).toEqual([
    400,
    'rank is "luck". Allowed: adopted, activeMs, engagement, users.',
  ]);
  expect((await readProblem(system, "/v1/overview?period=never"))[0]).toBe(400);
});
