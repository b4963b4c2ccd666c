import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import type { MeReply } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { HEALTH_CLASSES, HEALTH_LEVELS } from "../domain/health/health-class.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type {
  AccountsReply,
  AccountsRow,
  AssetsReply,
  ExplainReply,
  FeaturesReply,
  OverviewReply,
  SegmentMembersReply,
  TrendReply,
  UsersReply,
  UsersRow,
} from "./contract.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import {
  naiveActiveMs,
  naiveActiveUsers,
  naiveAccounts,
  naiveAdopters,
  naiveAreAssetsTold,
  naiveAssets,
  naiveEngagement,
  naiveGone,
  naiveLogins,
  naively,
  naiveVisits,
  dayOfCell as naiveDay,
} from "./test-support/naive-metrics.ts";
import { fillStore } from "./test-support/fill-store.ts";
import { valueFromList } from "./test-support/value-from-list.ts";
import { DEFINITIONS, randomWorkspace, TODAY } from "./test-support/random-workspace.ts";

/**
 * One number, wherever it is asked for: whatever a workspace holds, a column equals the explanation's value, which equals
 * its list, the cell of the CSV file, what the widget shows, and what a slow second implementation makes of the cells.
 */

const WORKSPACES = 4;
const [FIRST_OF_MONTH, LAST_30] = [TODAY - 17, TODAY - 29];

const SAID = { reason: "Not theirs", actor: "Maya", atMs: START_MS };
const SEGMENTS: NonNullable<Definitions["segments"]> = {
  admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
  busy: { name: "Busy", of: "user", when: { kind: "metric", metric: "activeMs", atLeast: 200_000 } },
  paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
};
/** Of whom nobody has heard in a workspace, nothing is said. */
const NOT_RELEVANT = [
  { account: "acme", user: null, feature: "contacts", ...SAID },
  { account: "beta", user: "u_1", feature: "calendars", ...SAID },
  { account: "acme", user: "u_2", feature: "calendars", ...SAID },
];

type Query = Readonly<Record<string, string>>;

const IDS: Query = {
  account: "acme beta",
  user: "u_1 u_2",
  feature: "calendars",
  module: "plan sell",
  inSegment: "busy",
};

/** What numbers are asked about that are about these; nothing where they are about others, or about all. */
function subjectsOf(requires: readonly string[]): readonly Query[] {
  if (requires.length === 0) return [];
  return requires.reduce<readonly Query[]>(
    (some, part) =>
      some.flatMap((about) => (IDS[part]?.split(" ") ?? []).map((id) => Object.assign({}, about, { [part]: id }))),
    [{}],
  );
}

describe.each(
  fc
    .sample(randomWorkspace, { numRuns: WORKSPACES, seed: 20_261_118 })
    .map((workspace, index) => [index, workspace] as const),
)("in generated workspace %i", (_, workspace) => {
  let system: TestCollector;
  beforeAll(async () => {
    system = await startTestCollector({ definitions: { ...DEFINITIONS, segments: SEGMENTS } });
    await fillStore(system.store.facts, workspace);
    for (const answer of NOT_RELEVANT) await system.store.records.answerRelevance(answer);
  });
  afterAll(() => system.stop());

  async function get(path: string, query: Query = {}): Promise<Response> {
    const asked = new URLSearchParams(query).toString();
    const response = await system.request(asked === "" ? path : `${path}?${asked}`, { bearer: system.secretKey });
    expect([path, query, response.status]).toEqual([path, query, 200]);
    return response;
  }
  const read = async <Reply>(path: string, query: Query = {}): Promise<Reply> =>
    (await get(path, query)).json() as Promise<Reply>;
  const explain = (number: string, query: Query = {}): Promise<ExplainReply> =>
    read<ExplainReply>("/v1/explain", { number, limit: "1000", ...query });

  test("every number equals its list: the sum, the length, one term over another, the parts", async () => {
    for (const [number, { requires }] of NUMBERS) {
      // Those of one member, or of one step of a report.
      if (requires !== undefined) continue;
      for (const period of ["month", "all"]) {
        const reply = await explain(number, { period });
        const close = expect.closeTo(reply.value ?? 0, 9) as number;
        const value = reply.value === null ? null : close;
        expect({ number, period, ...valueFromList(reply) }).toEqual({ number, period, value });
        expect(reply.total).toBe(reply.rows.length);
      }
    }
  });

  test("so does every number that is always about something, whatever that is", async () => {
    for (const [number, { requires }] of NUMBERS) {
      for (const about of subjectsOf(requires ?? [])) {
        const reply = await explain(number, { period: "30d", ...about });
        const close = expect.closeTo(reply.value ?? 0, 9) as number;
        const value = reply.value === null ? null : close;
        expect({ number, ...about, ...valueFromList(reply) }).toEqual({ number, ...about, value });
      }
    }
  });

  test("a number opens level by level, and every level adds up to the row it came from", async () => {
    for (const number of ["activeMs", "visits", "engagement"]) {
      for (const by of ["account", "user", "feature", "day"]) {
        const whole = await explain(number, { period: "30d", by });
        expect({ number, by, ...valueFromList(whole) }).toEqual({ number, by, value: whole.value });
        for (const row of whole.rows) {
          if (row.opens === null) continue;
          const part = await read<ExplainReply>(row.opens.address);
          expect({ row: row.id, value: part.value }).toEqual({ row: row.id, value: row.value });
        }
      }
      const accounts = await explain(number, { period: "30d" });
      for (const { id, value } of accounts.rows) {
        const cells = await explain(number, { period: "30d", account: id, by: "cell" });
        expect({ number, account: id, ...valueFromList(cells) }).toEqual({ number, account: id, value });
      }
    }
  });

  test("columns of accounts equal what explains them, and the cells of the file", async () => {
    const columns: readonly (keyof AccountsRow & string)[] = [
      "activeMs",
      "visits",
      "engagement",
      "assets",
      "activeAssets",
      "activeUsers",
      "dailyUsers",
      "weeklyUsers",
      "monthlyUsers",
      "inactiveUsers",
      "neverSeenUsers",
      "adoptionPercent",
      "healthScore",
      "productEngagementScore",
    ];
    const { rows } = await read<AccountsReply>("/v1/accounts");
    const file = await fileRows(
      await get("/v1/accounts", { format: "csv", columns: ["account", ...columns].join(",") }),
    );
    expect(file.map(({ account }) => account)).toEqual(rows.map(({ account }) => account));
    for (const [index, row] of rows.entries()) {
      for (const column of columns) {
        const { value } = await explain(column, { account: row.account });
        const where = `${column} of ${row.account}`;
        expect([where, row[column]]).toEqual([where, value]);
        expect([where, file[index]?.[column]]).toEqual([where, value === null ? "" : String(value)]);
      }
      expect(row.knownUsers).toBe(
        row.dailyUsers + row.weeklyUsers + row.monthlyUsers + row.inactiveUsers + row.neverSeenUsers,
      );
    }
  });

  test("columns of features equal what explains them, the cells of the file, and both terms of their rates", async () => {
    const columns = [
      "tried",
      "adopted",
      "lapsed",
      "adoptedUsers",
      "eligibleUsers",
      "adoptionPercent",
      "adoptedAccounts",
      "eligibleAccounts",
      "accountAdoptionPercent",
    ] as const;
    const numbers: Readonly<Record<string, string>> = {
      tried: "triedMembers",
      adopted: "adoptedMembers",
      lapsed: "lapsedMembers",
    };
    for (const query of [{}, { account: "acme" }, { plan: "pro" }] as readonly Query[]) {
      const { rows } = await read<FeaturesReply>("/v1/features", query);
      const file = await fileRows(await get("/v1/features", { ...query, format: "csv" }));
      for (const [index, row] of rows.entries()) {
        if (!row.defined) continue;
        for (const column of columns) {
          const { value } = await explain(numbers[column] ?? column, { ...query, feature: row.feature });
          const where = `${column} of ${row.feature}`;
          expect([where, row[column]]).toEqual([where, value]);
          expect([where, file[index]?.[column]]).toEqual([where, value === null ? "" : String(value)]);
        }
        expect(row.adoptedUsers).toBeLessThanOrEqual(row.adopted);
        expect(row.adoptedAccounts).toBeLessThanOrEqual(row.eligibleAccounts);
      }
      if (query["account"] === undefined) continue;
      const ofAccount = await read<FeaturesReply>(`/v1/accounts/${query["account"]}/features`);
      expect(ofAccount.rows).toEqual(rows.map((row) => expect.objectContaining(row) as FeaturesReply["rows"][number]));
    }
  });

  test("columns of people equal what explains them, and the five classes add up to the contacts", async () => {
    const { rows, total } = await read<UsersReply>("/v1/users");
    const columns: readonly (keyof UsersRow & string)[] = [
      "activeMs",
      "visits",
      "engagement",
      "adoptionPercent",
      "healthScore",
    ];
    for (const row of rows) {
      for (const column of columns) {
        const where = `${column} of ${row.user}`;
        expect([where, row[column]]).toEqual([where, (await explain(column, { user: row.user })).value]);
      }
    }
    const classes = ["daily", "weekly", "monthly", "inactive", "neverSeen"];
    const counts = await Promise.all(classes.map(async (name) => (await explain(`${name}Users`)).value ?? 0));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
    expect((await explain("contacts")).value).toBe(total);
  });

  test("the widget shows what the lists show", async () => {
    const { rows } = await read<UsersReply>("/v1/users");
    for (const { user, accounts } of rows) {
      for (const account of accounts) {
        const bearer = await system.token({ user, account });
        const me = (await (await system.request("/v1/me", { bearer })).json()) as MeReply;
        const adopted = await explain("adoptedMembers", { account });
        for (const { feature, activeMs, visits, stage } of me.features) {
          const where = { account, user, feature };
          const query = { period: "all", ...where };
          expect({ ...where, activeMs, visits }).toEqual({
            ...where,
            activeMs: (await explain("activeMs", query)).value,
            visits: (await explain("visits", query)).value,
          });
          const isListed = adopted.rows.some(
            ({ details }) => details["user"] === user && details["feature"] === feature,
          );
          expect({ ...where, isListed }).toEqual({ ...where, isListed: stage === "adopted" });
        }
      }
    }
  });

  test("a slow second implementation over the cells comes to the same", async () => {
    const naive = naively(workspace);
    const days = { from: FIRST_OF_MONTH, to: TODAY };
    const accounts = await read<AccountsReply>("/v1/accounts");
    for (const { account, activeMs, visits, engagement, activeUsers } of accounts.rows) {
      expect({ account, activeMs, visits, engagement, activeUsers }).toEqual({
        account,
        activeMs: naiveActiveMs(naive, { account, ...days }),
        visits: naiveVisits(naive, { account, ...days }),
        engagement: naiveEngagement(naive, { account, ...days }),
        activeUsers: naiveActiveUsers(naive, { account, ...days }),
      });
    }
    const features = await read<FeaturesReply>("/v1/features", { period: "30d" });
    for (const { feature, activeMs, engagement, users } of features.rows) {
      const choice = { feature, from: LAST_30, to: TODAY };
      expect({ feature, activeMs, engagement, users }).toEqual({
        feature,
        activeMs: naiveActiveMs(naive, choice),
        engagement: naiveEngagement(naive, choice),
        users: naiveActiveUsers(naive, choice),
      });
    }
    for (const [feature, { thresholdMs = 420_000 }] of Object.entries(DEFINITIONS.features)) {
      const { rows } = await explain("adoptedMembers", { feature });
      const found = new Set(rows.map(({ details }) => `${details["account"]} ${details["user"]}`));
      expect({ feature, found }).toEqual({
        feature,
        found: naiveAdopters(naive, naiveGone(workspace, (TODAY + 1) * 86_400_000), feature, thresholdMs),
      });
    }
  });

  test.each<Query>([
    { userSegment: "admins" },
    { userSegment: "busy" },
    { userSegment: "busy", plan: "pro" },
    { userSegment: "admins", segment: "paying", period: "30d" },
  ])("of the people of %j everything is what they did, wherever it is asked", async (query) => {
    const { userSegment = "", ...others } = query;
    const { rows } = await read<SegmentMembersReply>(`/v1/segments/${userSegment}/members`, { limit: "1000" });
    const members = new Set(rows.map(({ id }) => id));
    const { rows: users } = await read<UsersReply>("/v1/users", { ...query, sort: "name" });
    const everybody = await read<UsersReply>("/v1/users", { ...others, sort: "name" });
    expect(users.map(({ user }) => user)).toEqual(
      everybody.rows.map(({ user }) => user).filter((user) => members.has(user)),
    );
    expect((await explain("contacts", query)).value).toBe(users.length);
    const overview = await read<OverviewReply>("/v1/overview", query);
    for (const { number, subject, value } of overview.tiles) {
      const opened = await explain(number, { ...query, ...subject });
      expect([number, subject, opened.value]).toEqual([number, subject, value]);
      const close = expect.closeTo(value ?? 0, 9) as number;
      expect([number, valueFromList(opened).value]).toEqual([number, value === null ? null : close]);
    }
    const { rows: features } = await read<FeaturesReply>("/v1/features", query);
    const file = await fileRows(await get("/v1/features", { ...query, format: "csv" }));
    const naive = naively(workspace);
    const days = { from: query["period"] === "30d" ? LAST_30 : FIRST_OF_MONTH, to: TODAY };
    const isTheirs = new Set(users.flatMap(({ user, accounts }) => accounts.map((account) => `${account} ${user}`)));
    const theirs = { ...naive, cells: naive.cells.filter((cell) => isTheirs.has(`${cell.account} ${cell.user}`)) };
    for (const [index, row] of features.entries()) {
      const { feature } = row;
      expect({ feature, activeMs: row.activeMs, users: row.users }).toEqual({
        feature,
        activeMs: naiveActiveMs(theirs, { feature, ...days }),
        users: naiveActiveUsers(theirs, { feature, ...days }),
      });
      for (const column of ["activeMs", "engagement", "adoptedUsers", "eligibleUsers", "adoptionPercent"] as const) {
        expect([feature, column, file[index]?.[column]]).toEqual([feature, column, `${row[column] ?? ""}`]);
        if (!row.defined) continue;
        const { value } = await explain(column, { ...query, feature });
        expect([feature, column, value]).toEqual([feature, column, row[column]]);
      }
    }
    const trend = await read<TrendReply>("/v1/trend", { ...query, number: "activeMs" });
    // Where nothing is known of them at all there is no sum, not 0.
    expect(trend.total ?? 0).toBe(naiveActiveMs(theirs, days));
    const cells = await explain("activeMs", { ...query, account: "acme", by: "cell" });
    expect(valueFromList(cells)).toEqual({ value: naiveActiveMs(theirs, { account: "acme", ...days }) });
  });

  test("as of an earlier day only what was used up to it counts", async () => {
    const naive = naively(workspace);
    const to = TODAY - 10;
    const asOf = new Date(to * 86_400_000).toISOString().slice(0, 10);
    const { rows, period } = await read<AccountsReply>("/v1/accounts", { asOf, period: "all" });
    expect(period).toMatchObject({ through: asOf, isOpen: false });
    for (const { account, activeMs } of rows) {
      expect({ account, activeMs }).toEqual({ account, activeMs: naiveActiveMs(naive, { account, to }) });
    }
    const { rows: adopters } = await explain("adoptedMembers", { asOf, feature: "calendars" });
    const until = {
      cells: naive.cells.filter((cell) => naiveVisits({ cells: [{ ...cell, visits: 1 }] }, { to }) === 1),
    };
    expect(new Set(adopters.map(({ details }) => `${details["account"]} ${details["user"]}`))).toEqual(
      naiveAdopters(until, naiveGone(workspace, (to + 1) * 86_400_000), "calendars", 420_000),
    );
  });

  test.each([30, 20, 10, 2, 1])("accounts and people are those of the end of the day, %i days ago", async (daysAgo) => {
    const naive = naively(workspace);
    const day = TODAY - daysAgo;
    const asOf = isoDate(day);
    const { rows, youngAccounts, silentAccounts } = await read<AccountsReply>("/v1/accounts", { asOf });
    expect(new Set(rows.map(({ account }) => account))).toEqual(naiveAccounts(naive, workspace, day));
    for (const row of rows) {
      const { account, dailyUsers, weeklyUsers, monthlyUsers, inactiveUsers } = row;
      const logins = { daily: dailyUsers, weekly: weeklyUsers, monthly: monthlyUsers, inactive: inactiveUsers };
      expect({ account, ...logins }).toEqual({ account, ...naiveLogins(naive, workspace, { account, day }) });
      const heard = naive.cells.some((cell) => cell.account === account && naiveDay(cell) <= day);
      expect([account, row.lastReceivedAt !== null]).toEqual([account, heard]);
      expect(row.lastReceivedAt ?? 0).toBeLessThanOrEqual((day + 1) * 86_400_000);
      // "gone" left five days ago.
      const isChurned = account === "gone" && daysAgo < 5;
      expect([account, row.kind === "churned"]).toEqual([account, isChurned]);
    }
    expect((await explain("youngAccounts", { asOf })).value).toBe(youngAccounts);
    const endMs = (day + 1) * 86_400_000;
    const there = rows.filter(({ kind, createdAt }) => kind !== "churned" && (createdAt ?? 0) <= endMs);
    const silent = there.filter(({ lastReceivedAt }) => lastReceivedAt === null).length;
    expect([(await explain("silentAccounts", { asOf })).value, silentAccounts]).toEqual([silent, silent]);
    const levels = await Promise.all(
      [...HEALTH_LEVELS, "unknown"].map((name) => explain(`${name}AdoptionAccounts`, { asOf })),
    );
    // Every company is in one class of health, and those of the day before a period can be lost in it.
    const companies = (await explain("companies", { asOf })).value;
    const classes = await Promise.all(
      [...HEALTH_CLASSES, "unknownHealth"].map((name) => explain(`${name}Accounts`, { asOf })),
    );
    for (const all of [classes, levels]) {
      expect(all.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(companies);
    }
    const [, atStart] = (await explain("churnPercent", { from: isoDate(day + 1), to: isoDate(day + 1) })).terms;
    expect(atStart?.value).toBe(companies);
    // Whoever is in a list is in the number, and nobody else.
    const people = await read<UsersReply>("/v1/users", { asOf });
    expect((await explain("contacts", { asOf })).value).toBe(people.total);
    const members = people.rows.flatMap(({ accounts }) => accounts);
    expect(rows.reduce((sum, { knownUsers }) => sum + knownUsers, 0)).toBe(members.length);
    expect(members.filter((account) => !rows.some((row) => row.account === account))).toEqual([]);
  });

  test.each([40, 15, 7, 1, 0])("assets are those of the end of the day, %i days ago", async (daysAgo) => {
    const day = TODAY - daysAgo;
    const asOf = isoDate(day);
    const { rows } = await read<AccountsReply>("/v1/accounts", { asOf });
    const areTold = naiveAreAssetsTold(workspace, day);
    const unknown = { assets: null, activeAssets: null };
    for (const { account, assets, activeAssets } of rows) {
      const naive = { account, ...naiveAssets(workspace, { account, day }) };
      expect({ account, assets, activeAssets }).toEqual(areTold ? naive : { account, ...unknown });
      const list = await read<AssetsReply>("/v1/assets", { asOf, account });
      const configured = list.rows.filter((row) => row.configured).length;
      expect({ account, assets: list.total, activeAssets: configured }).toEqual(naive);
    }
    const all = naiveAssets(workspace, { day });
    for (const number of ["assets", "activeAssets"] as const) {
      const { value, total, rows: behind } = await explain(number, { asOf });
      expect([number, value, total, behind.length]).toEqual([
        number,
        areTold ? all[number] : null,
        ...Array<number>(2).fill(all[number]),
      ]);
      const { rows: features } = await read<FeaturesReply>("/v1/features", { asOf });
      const own = await explain(number, { asOf, feature: "calendars" });
      expect(own.value).toBe(features.find(({ feature }) => feature === "calendars")?.[number]);
      // No type of assets is of contacts.
      const none = await explain(number, { asOf, feature: "contacts" });
      expect([none.value, features.find(({ feature }) => feature === "contacts")?.[number]]).toEqual([null, null]);
    }
    // The days after are compared with it.
    const { tiles } = await read<OverviewReply>("/v1/overview", { from: isoDate(day + 1), to: isoDate(day + 3) });
    const before = tiles.find(({ number, group }) => group === "metrics" && number === "assets")?.previous;
    expect(before ?? all.assets).toBe(all.assets);
  });
});

async function fileRows(response: Response): Promise<readonly Readonly<Record<string, string>>[]> {
  return parse(await response.text(), { columns: true }) as Record<string, string>[];
}
