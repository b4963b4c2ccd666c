import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type {
  AccountsReply,
  ExplainReply,
  FeaturesReply,
  OverviewReply,
  StagesReply,
  TrendReply,
  UsersReply,
} from "./contract.ts";
import { DAY_MS, MINUTE_MS, readJson, readProblem } from "./test-support/report-workspace.ts";

/** Acme's Uma and Una have adopted calendars, Uli was never seen; Una left five days ago, at the beginning of 13 November. */
let system: TestCollector;
const LEFT = START_MS - (START_MS % DAY_MS) - 5 * DAY_MS;
const BEFORE = "asOf=2026-11-12";

beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars", core: true } },
      segments: {
        everybody: { name: "Everybody", of: "user", when: { kind: "metric", metric: "activeMs", atLeast: 1 } },
      },
    },
  });
  const { facts } = system.store;
  const createdAt = START_MS - 90 * DAY_MS;
  await facts.push("accounts", [{ id: "acme", name: "Acme", createdAt }], START_MS);
  const people = ["uma", "una", "uli"].map((id) => ({ id, name: `${id}!`, accounts: ["acme"], createdAt }));
  await facts.push("users", people, START_MS);
  const worked = ["uma", "una"].map((user) => ({
    id: writerId(user),
    account: "acme",
    user,
    cells: [cellOf("calendars", START_MS - 6 * DAY_MS, 8 * MINUTE_MS)],
  }));
  await system.collect(...worked);
  const responses = people.map(({ id }) => ({
    id: `r-${id}`,
    account: "acme",
    user: id,
    score: 9,
    at: START_MS - 6 * DAY_MS,
  }));
  await facts.push("responses", responses, START_MS);
  await facts.push("users", [{ id: "una", leftAt: LEFT }], START_MS);
});
afterAll(() => system.stop());

const read = <Reply>(path: string): Promise<Reply> => readJson<Reply>(system, path);
const value = async (number: string, query = ""): Promise<number | null> =>
  (await read<ExplainReply>(`/v1/explain?number=${number}&${query}`)).value;
const both = async (number: string, more = "") => [await value(number, `${BEFORE}&${more}`), await value(number, more)];

test("whoever has left is no contact and in no class from then on, and was before", async () => {
  for (const [number, ...expected] of [
    ["contacts", 3, 2],
    ["seenUsers", 2, 1],
    ["weeklyUsers", 2, 1],
    ["neverSeenUsers", 1, 1],
    ["wau", 2, 1],
    ["veryHappyUsers", 3, 2],
  ] as const) {
    expect([number, ...(await both(number))]).toEqual([number, ...expected]);
  }
  const { excluded } = await read<ExplainReply>("/v1/explain?number=contacts");
  expect(excluded).toEqual([expect.objectContaining({ what: "People who have left", value: 1 })]);
  const users = async (query: string) =>
    (await read<UsersReply>(`/v1/users?sort=name&${query}`)).rows.map(({ user, leftAt }) => [user, leftAt]);
  expect(await users(BEFORE)).toEqual([
    ["uli", null],
    ["uma", null],
    ["una", LEFT],
  ]);
  expect(await users("")).toEqual([
    ["uli", null],
    ["uma", null],
  ]);
});

test("who could adopt a feature, and who has, are those who are there", async () => {
  expect(await both("eligibleUsers", "feature=calendars")).toEqual([3, 2]);
  expect(await both("adoptedUsers", "feature=calendars")).toEqual([2, 1]);
  const feature = async (query: string) => (await read<FeaturesReply>(`/v1/features?${query}`)).rows[0];
  expect(await feature(BEFORE)).toMatchObject({ adopted: 2, adoptedUsers: 2, eligibleUsers: 3 });
  expect(await feature("")).toMatchObject({ adopted: 1, adoptedUsers: 1, eligibleUsers: 2 });
  const stages = async (query: string) => (await read<StagesReply>(`/v1/stages?${query}`)).rows.map(({ user }) => user);
  expect([(await stages(BEFORE)).toSorted(), await stages("")]).toEqual([["uma", "una"], ["uma"]]);
  const account = async (query: string) => (await read<AccountsReply>(`/v1/accounts?${query}`)).rows[0]?.knownUsers;
  expect([await account(BEFORE), await account("")]).toEqual([3, 2]);
});

test("what they did stays in the sums and in past days, under their name", async () => {
  const time = await read<ExplainReply>("/v1/explain?number=activeMs&period=30d&by=user");
  expect(time.rows.map(({ name, value: ms }) => [name, ms])).toEqual([
    ["uma!", 8 * MINUTE_MS],
    ["una!", 8 * MINUTE_MS],
  ]);
  const active = await read<ExplainReply>("/v1/explain?number=activeUsers&period=30d");
  expect(active.rows.map(({ id, details }) => [id, details["loginClass"]])).toEqual([
    ["uma", "weekly"],
    ["una", null],
  ]);
  const trend = await read<TrendReply>("/v1/trend?number=activeUsers&period=30d");
  expect(trend.total).toBe(2);
  expect(await value("medianActiveMs", "period=30d")).toBe(8 * MINUTE_MS);
  const { tiles } = await read<OverviewReply>("/v1/overview?period=30d");
  const tile = (number: string) => tiles.find((one) => one.number === number)?.value;
  expect([tile("activeMs"), tile("contacts")]).toEqual([16 * MINUTE_MS, 2]);
});

test("they are in no segment, and their page is that of a day before they left", async () => {
  const segmented = async (query: string) => (await read<UsersReply>(`/v1/users?userSegment=everybody&${query}`)).total;
  expect([await segmented(BEFORE), await segmented("")]).toEqual([2, 1]);
  expect(await readProblem(system, "/v1/users/una")).toEqual([
    404,
    'User "una" has left on 2026-11-13. asOf=2026-11-12 shows what there was the day before.',
  ]);
  expect(await read(`/v1/users/una?${BEFORE}`)).toMatchObject({ user: { user: "una", adoptedFeatures: 1 } });
});

test("a day on which somebody leaves is without them from its beginning, and days before are not", async () => {
  const tonight = START_MS - (START_MS % DAY_MS) + DAY_MS - 1;
  for (const [leftAt, yesterday, today] of [
    [tonight, 3, 2],
    [tonight + 1, 3, 3],
  ] as const) {
    await system.store.facts.push("users", [{ id: "una", leftAt }], START_MS);
    expect([await value("contacts", "asOf=2026-11-17"), await value("contacts")]).toEqual([yesterday, today]);
  }
  await system.store.facts.push("users", [{ id: "una", leftAt: LEFT }], START_MS);
});

test("whoever comes back is there again", async () => {
  await system.store.facts.push("users", [{ id: "una", leftAt: null }], START_MS);
  expect(await both("contacts")).toEqual([3, 3]);
  await system.store.facts.push("users", [{ id: "una", leftAt: LEFT }], START_MS);
  expect(await both("contacts")).toEqual([3, 2]);
});
