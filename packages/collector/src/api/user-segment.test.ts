import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type {
  AccountReply,
  AccountsReply,
  AdoptionsReply,
  AttentionReply,
  CoverageReply,
  ExplainReply,
  FeaturesReply,
  MilestonesReply,
  SegmentMembersReply,
  SegmentsReply,
  SparklinesReply,
  UsersReply,
} from "./contract.ts";
import { findAdoptions } from "./test-support/find-adoptions.ts";
import { createNumberFollower } from "./test-support/follow-numbers.ts";
import { numbersOf, type Row } from "./test-support/numbers-of-reply.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** `?userSegment=`: only the people of segments of users. */
let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { inbox: { name: "Inbox", module: "talk" } },
      modules: { talk: { name: "Talk", targetPercent: 90 } },
      milestones: { start: { name: "Start", rule: { kind: "adopted", feature: "inbox" } } },
      segments: {
        admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
        busy: { name: "Busy", of: "account", when: { kind: "metric", metric: "activeUsers", atLeast: 2 } },
        team: { name: "Team", of: "user", when: { kind: "attribute", attribute: "team", equals: "north" } },
        big: { name: "Big", of: "account", when: { kind: "attribute", attribute: "plan", equals: "scale" } },
      },
    },
  });
  const { facts } = system.store;
  await facts.putAccounts([{ id: "acme" }, { id: "beta" }]);
  await facts.putUsers([
    { id: "ana", role: "admin", accounts: ["acme"] },
    { id: "ben", accounts: ["acme", "beta"], attributes: { team: "north" } },
    { id: "loner", role: "admin" },
  ]);
  await facts.push("seats", [{ account: "acme", module: "talk", licensed: 50 }], START_MS);
  await facts.push(
    "presence",
    ["ana", "ben"].map((user) => ({ account: "acme", user, day: Math.floor(START_MS / DAY_MS) - 1 })),
    START_MS,
  );
  const use = (user: string, activeMs: number) => ({
    id: writerId(user),
    account: "acme",
    user,
    cells: [cellOf("inbox", START_MS - DAY_MS, activeMs)],
  });
  await system.collect(use("ana", 2 * MINUTE_MS), use("ben", 7 * MINUTE_MS));
  await findAdoptions(system);
  await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body: { module: "talk" } });
});
afterAll(() => system.stop());

test("whoever belongs to no account is in it as well, and seats that could be anybody's are not", async () => {
  const { rows } = await readJson<UsersReply>(system, "/v1/users?userSegment=admins&sort=name");
  expect(rows.map(({ user }) => user)).toEqual(["ana", "loner"]);
  const valueOf = async (number: string) =>
    (await readJson<ExplainReply>(system, `/v1/explain?userSegment=admins&number=${number}`)).value;
  expect([await valueOf("contacts"), await valueOf("companies")]).toEqual([2, 1]);
  const features = await readJson<FeaturesReply>(system, "/v1/features?userSegment=admins");
  expect(features.rows[0]).toMatchObject({ adoptedUsers: 0, eligibleUsers: 1 });
});

test("accounts are those of such people, with what these did; their segments and assets are their own", async () => {
  const everybody = await readJson<AccountsReply>(system, "/v1/accounts?sort=name");
  expect(
    everybody.rows.map(({ account, activeMs, knownUsers, licensedUsers, segments }) => [
      account,
      activeMs,
      knownUsers,
      licensedUsers,
      segments,
    ]),
  ).toEqual([
    ["acme", 9 * MINUTE_MS, 2, 50, ["busy"]],
    ["beta", 0, 1, null, []],
  ]);
  const { rows, addresses } = await readJson<AccountsReply>(system, "/v1/accounts?userSegment=admins");
  expect(rows).toHaveLength(1);
  const [acme] = rows;
  expect(acme).toMatchObject({
    account: "acme",
    activeMs: 2 * MINUTE_MS,
    knownUsers: 1,
    activeUsers: 1,
    licensedUsers: null,
    adoptedFeatures: 0,
    segments: ["busy"],
  });
  expect(Object.keys(addresses)).not.toContain("licensedUsers");
  for (const [column, template] of Object.entries(addresses)) {
    if (acme === undefined || !(column in acme)) continue;
    const { value } = await readJson<ExplainReply>(system, template.replace("{account}", "acme"));
    expect([column, value]).toEqual([column, acme[column as keyof typeof acme]]);
  }
});

test("so are the queue of attention, whose seats are those people, and coverage", async () => {
  const everybody = await readJson<AttentionReply>(system, "/v1/attention");
  expect(everybody.rows.find(({ account }) => account === "acme")).toMatchObject({ seats: 50, breadthPercent: 100 });
  expect(everybody.rows.flatMap(({ reasons }) => reasons)).toContain("offTarget");
  const { rows } = await readJson<AttentionReply>(system, "/v1/attention?userSegment=admins");
  expect(rows.map(({ account, seats, breadthPercent }) => [account, seats, breadthPercent])).toEqual([["acme", 1, 0]]);
  expect(rows.flatMap(({ reasons }) => reasons)).not.toContain("offTarget");
  const seen = async (query: string) =>
    (await readJson<CoverageReply>(system, `/v1/coverage?${query}`)).rows.map(
      ({ account, seenByServer, seenByBoth }) => [account, seenByServer, seenByBoth],
    );
  expect([await seen("account=acme"), await seen("userSegment=admins")]).toEqual([[["acme", 2, 2]], [["acme", 1, 1]]]);
});

test("so are milestones, sparklines and what has happened", async () => {
  const met = async (query: string) =>
    (await readJson<MilestonesReply>(system, `/v1/milestones?${query}`)).rows.map((row) => [row.met, row.open]);
  expect([await met(""), await met("userSegment=admins")]).toEqual([[[1, 2]], [[0, 1]]]);
  const lastDay = async (query: string) => {
    const { rows } = await readJson<SparklinesReply>(system, `/v1/sparklines?series=activeMs&${query}`);
    return rows.map(({ id, series }) => [id, series["activeMs"]?.at(-1)]);
  };
  expect(await lastDay("accounts=acme&accounts=beta&userSegment=admins")).toEqual([["acme", 2 * MINUTE_MS]]);
  expect(await lastDay("users=ana&users=ben&userSegment=admins")).toEqual([["ana", 2 * MINUTE_MS]]);
  const adoptions = async (query: string) =>
    (await readJson<AdoptionsReply>(system, `/v1/adoptions?${query}`)).rows.map(({ user }) => user);
  expect([await adoptions("period=30d"), await adoptions("period=30d&userSegment=admins")]).toEqual([["ben"], []]);
});

test("so is an account's page, and whoever has nobody in it says so", async () => {
  const whole = await readJson<AccountReply>(system, "/v1/accounts/acme?period=30d");
  const page = await readJson<AccountReply>(system, "/v1/accounts/acme?period=30d&userSegment=admins");
  expect([whole.account.activeMs, page.account.activeMs]).toEqual([9 * MINUTE_MS, 2 * MINUTE_MS]);
  expect(page.users.rows.map(({ user }) => user)).toEqual(["ana"]);
  expect([whole.account.licensedUsers, page.account.licensedUsers]).toEqual([50, null]);
  const { wrongAmong } = createNumberFollower((address) => readJson<ExplainReply>(system, address));
  expect(await wrongAmong(numbersOf(page as unknown as Row))).toEqual([]);
  expect(await readProblem(system, "/v1/accounts/beta?userSegment=admins")).toEqual([
    404,
    'Nobody of account "beta" is in userSegment "admins". GET /v1/accounts/:id without it has everybody.',
  ]);
  expect((await readProblem(system, "/v1/accounts/none?userSegment=admins"))[1]).toMatch(/^There is no account "none"/);
});

test("segments count who of these people is in them, and the accounts that they belong to", async () => {
  const counts = async (query: string) =>
    (await readJson<SegmentsReply>(system, `/v1/segments?${query}`)).rows.map(({ segment, count }) => [segment, count]);
  expect(await counts("")).toEqual([
    ["admins", 2],
    ["busy", 1],
    ["team", 1],
    ["big", 0],
  ]);
  expect(await counts("userSegment=team")).toEqual([
    ["admins", 0],
    ["busy", 1],
    ["team", 1],
    ["big", 0],
  ]);
  const { wrongAmong } = createNumberFollower((address) => readJson<ExplainReply>(system, address));
  expect(await wrongAmong(numbersOf(await readJson<Row>(system, "/v1/segments?userSegment=team")))).toEqual([]);
  const members = async (query: string) =>
    (await readJson<SegmentMembersReply>(system, `/v1/segments/admins/members?${query}`)).rows.map(({ id }) => id);
  expect([
    await members(""),
    await members("userSegment=team"),
    await members("userSegment=team&history=true"),
  ]).toEqual([["ana", "loner"], [], []]);
});

test.each([
  ["/v1/users?userSegment=none", 'userSegment is "none". Allowed: admins, team.'],
  ["/v1/features?userSegment=admins&userSegment=big", 'userSegment is "big". Allowed: admins, team.'],
  ...["modules", "accounts/acme/modules", "modules/talk/accounts", "snapshots", "assets", "relevance", "users/ana"].map(
    (path) => [`/v1/${path}?userSegment=admins`, 'userSegment is "admins", and no parameter of this address.'],
  ),
  ...["accounts", "attention", "coverage", "milestones", "lapses", "adoptions", "sparklines?users=ana"].map((path) => [
    `/v1/${path}${path.includes("?") ? "&" : "?"}userSegment=big`,
    'userSegment is "big". Allowed: admins, team.',
  ]),
  ...["moduleAdoptionPercent", "moduleLiveAdoptionPercent", "modulePeople", "licensedUsers"].map((number) => [
    `/v1/explain?number=${number}&userSegment=admins`,
    'userSegment is "admins". Allowed: nothing here, since licences of modules are of accounts.',
  ]),
])("%s is refused with what is allowed", async (path, detail) => {
  const [status, told] = await readProblem(system, path);
  expect([status, told.slice(0, detail.length)]).toEqual([400, detail]);
});
