import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type {
  AccountsReply,
  AccountsRow,
  AttentionReply,
  ExplainReply,
  FeaturesReply,
  OverviewReply,
  StagesReply,
  UsersReply,
} from "./contract.ts";
import { DAY_MS, readJson, readProblem, startReportWorkspace, TODAY } from "./test-support/report-workspace.ts";

/** Numbers of days that are over are those of their end, and not what is so today. */

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const read = <Reply>(path: string) => readJson<Reply>(system, path);
const day = (daysAgo: number): string => isoDate(TODAY - daysAgo);
const days = (from: number, to: number): string => `from=${day(from)}&to=${day(to)}`;

/** Where a number opens says how it was asked for. */
function sayingNothingOfAddresses(reply: object): unknown {
  return JSON.parse(JSON.stringify(reply), (name, value: unknown) => (/address(es)?$/i.test(name) ? null : value));
}

/** Nor of when something came last. */
function sayingNothingOf(reply: object): unknown {
  return JSON.parse(JSON.stringify(reply), (name, value: unknown) => (name === "asOf" ? null : value));
}

describe("days of one's own that are over", () => {
  test.each([
    "accounts?",
    "accounts/acme?",
    "accounts/acme/features?",
    "users?",
    "users/uma?",
    "features?",
    "modules?",
    "overview?",
    "attention?",
    "stages?",
    "milestones?",
    "coverage?",
    "assets?",
    "trend?number=activeMs&",
    "trend?number=assets&",
    "explain?number=weeklyUsers&",
    "explain?number=assets&",
    "explain?number=companies&",
    "explain?number=healthScore&account=acme&",
  ])("%s tells states as of their last day, as with asOf", async (path) => {
    const own = await read<object>(`/v1/${path}${days(40, 10)}`);
    const asOf = await read<object>(`/v1/${path}${days(40, 10)}&asOf=${day(10)}`);
    expect(sayingNothingOfAddresses(own)).toEqual(sayingNothingOfAddresses(asOf));
    expect(own).toMatchObject({ period: { name: "custom", through: day(10), isOpen: false } });
  });

  test("an account that has left since then was still a customer", async () => {
    const rowOf = async (query: string): Promise<AccountsRow | undefined> =>
      (await read<AccountsReply>(`/v1/accounts?${query}`)).rows.find(({ account }) => account === "gone");
    expect(await rowOf("")).toMatchObject({ kind: "churned" });
    expect(await rowOf(days(40, 10))).toMatchObject({ kind: "regular" });
    // What was asked for goes before the end of the period.
    expect(await rowOf(`${days(40, 10)}&asOf=${day(0)}`)).toMatchObject({ kind: "churned" });
  });

  test("are told as the period before them is, when the next one is compared with it", async () => {
    const values = async (query: string, of: "value" | "previous") =>
      new Map(
        (await read<OverviewReply>(`/v1/overview?${query}`)).tiles.map((tile) => [
          JSON.stringify([tile.group, tile.number, tile.subject]),
          tile[of],
        ]),
      );
    const then = await values(days(20, 11), "value");
    const previous = await values(days(10, 1), "previous");
    const compared = [...previous].filter(([tile, value]) => value !== null && then.has(tile));
    expect(compared.length).toBeGreaterThan(30);
    expect(compared.map(([tile]) => [tile, then.get(tile)])).toEqual(compared);
  });

  test("days that are not over yet end today, and such that are all to come are refused", async () => {
    for (const from of [10, 0]) {
      const reply = await read<AccountsReply>(`/v1/accounts?${days(from, -10)}`);
      expect(reply.period).toMatchObject({ through: day(0), isOpen: true });
    }
    for (const path of ["overview?", "accounts?", "trend?number=activeMs&", "explain?number=activeMs&"]) {
      expect(await readProblem(system, `/v1/${path}${days(-1, -10)}`)).toEqual([
        400,
        expect.stringMatching(`^from is "${day(-1)}". Allowed: days up to today, ${day(0)} in `),
      ]);
    }
  });

  test("that ended before anything was heard have no data of use, and the explanation says since when there is", async () => {
    const before = days(400, 390);
    const { tiles } = await read<OverviewReply>(`/v1/overview?${before}`);
    const values = new Map(tiles.map(({ number, value }) => [number, value]));
    const unknown = ["activeMs", "engagement", "featureUsagePercent", "seenUsers", "neverSeenUsers", "stickiness"];
    for (const number of unknown) {
      expect([number, values.get(number)]).toEqual([number, null]);
      const { value, rows, excluded } = await read<ExplainReply>(`/v1/explain?number=${number}&${before}`);
      expect([number, value, rows, excluded]).toEqual([
        number,
        null,
        [],
        [
          {
            what: "All of it",
            why: expect.stringMatching(/^Nothing is known before 20\d\d-\d\d-\d\d\.$/),
            value: null,
          },
        ],
      ]);
    }
    for (const number of ["companies", "contacts", "churnedAccounts"]) {
      expect([number, values.get(number)]).toEqual([number, expect.any(Number)]);
      expect([number, (await read<ExplainReply>(`/v1/explain?number=${number}&${before}`)).value]).toEqual([
        number,
        values.get(number),
      ]);
    }
  });
});

test("who was marked to be watched on an earlier day isn't kept, and the explanation says so", async () => {
  const now = await read<ExplainReply>("/v1/explain?number=premiumAccounts");
  expect([now.value, now.total]).toEqual([1, 1]);
  expect(now.excluded.map(({ what }) => what)).not.toContain("Marked accounts");
  const then = await read<ExplainReply>(`/v1/explain?number=premiumAccounts&asOf=${day(10)}`);
  expect([then.value, then.total]).toEqual([null, 0]);
  expect(then.excluded).toEqual([
    { what: "Marked accounts", why: expect.stringContaining("as it is now") as string, value: null },
  ]);
});

describe("what there wasn't yet on an earlier day is in no list of it", () => {
  test("accounts and people that came later, and whoever asks for one is told", async () => {
    const idsOn = async (daysAgo: number) =>
      (await read<AccountsReply>(`/v1/accounts?sort=name&asOf=${day(daysAgo)}`)).rows.map(({ account }) => account);
    expect(await idsOn(0)).toEqual(["acme", "beta", "gone", "silent", "young"]);
    expect(await idsOn(4)).toEqual(["acme", "beta", "gone", "silent"]);
    expect(await idsOn(250)).toEqual(["acme", "beta"]);
    const people = await read<UsersReply>(`/v1/users?sort=name&asOf=${day(10)}`);
    // Of Xia nobody has said when she came, and nobody has seen her.
    expect(people.rows.map(({ user }) => user)).toEqual(["uma", "vic", "wes", "xia"]);
    expect(await readProblem(system, `/v1/accounts/young?asOf=${day(4)}`)).toEqual([
      404,
      expect.stringContaining(`There is no account "young" on ${day(4)}`),
    ]);
    expect(await readProblem(system, `/v1/users/zoe?asOf=${day(4)}`)).toEqual([
      404,
      expect.stringContaining(`There is no user "zoe" on ${day(4)}`),
    ]);
  });

  test("nor is what begins on a day to come in any list or number of today, unless it was seen", async () => {
    const own = await startReportWorkspace();
    const readOwn = <Reply>(path: string) => readJson<Reply>(own, path);
    const numbers = async () => {
      const [{ tiles }, features, attention, coverage] = await Promise.all([
        readOwn<OverviewReply>("/v1/overview"),
        readOwn<FeaturesReply>("/v1/features"),
        readOwn<AttentionReply>("/v1/attention"),
        readOwn<object>("/v1/coverage"),
      ]);
      return [tiles, features.rows, attention.rows, coverage].map((part) => JSON.stringify(sayingNothingOf(part)));
    };
    const before = await numbers();
    const { facts } = own.store;
    const tomorrow = (TODAY + 1) * DAY_MS;
    await facts.push("accounts", [{ id: "later", name: "Later", plan: "pro", createdAt: tomorrow }], START_MS);
    await facts.push("seats", [{ account: "later", module: "planning", licensed: 40 }], START_MS);
    await facts.push(
      "users",
      [
        { id: "of-later", accounts: ["later"] },
        { id: "comes-later", accounts: ["acme"], createdAt: tomorrow },
      ],
      START_MS,
    );
    expect(await numbers()).toEqual(before);
    const accountIds = async () =>
      (await readOwn<AccountsReply>("/v1/accounts?sort=name")).rows.map(({ account }) => account);
    const userIds = async () => (await readOwn<UsersReply>("/v1/users?sort=name")).rows.map(({ user }) => user);
    expect(await accountIds()).not.toContain("later");
    expect(await userIds()).not.toEqual(expect.arrayContaining(["of-later"]));
    expect(await userIds()).not.toEqual(expect.arrayContaining(["comes-later"]));
    for (const path of ["accounts/later", "users/of-later", "users/comes-later"]) {
      expect((await readProblem(own, `/v1/${path}`))[0]).toBe(404);
    }
    expect((await readOwn<{ rows: unknown[] }>("/v1/sparklines?users=of-later&users=comes-later")).rows).toEqual([]);
    const writer = { id: writerId("later"), account: "later", user: "of-later" };
    await own.collect({ ...writer, cells: [cellOf("calendars", START_MS, 60_000)] });
    expect(await accountIds()).toContain("later");
    expect(await userIds()).toEqual(expect.arrayContaining(["of-later"]));
    await own.stop();
  });

  test("an account is young or silent by the day that is looked at", async () => {
    const numbers = async (daysAgo: number) => {
      const { youngAccounts, silentAccounts } = await read<AccountsReply>(`/v1/accounts?asOf=${day(daysAgo)}`);
      return [youngAccounts, silentAccounts];
    };
    expect(await numbers(0)).toEqual([1, 1]);
    // Nothing had come from Young yet, and nothing from Gone.
    expect(await numbers(2)).toEqual([0, 2]);
    expect(await numbers(7)).toEqual([0, 2]);
    // Beta was 13 days old, and nothing had come from anybody.
    expect(await numbers(287)).toEqual([0, 2]);
    const { tiles } = await read<OverviewReply>(`/v1/overview?asOf=${day(2)}`);
    expect(tiles.find(({ number }) => number === "silentAccounts")?.value).toBe(2);
  });

  test("nobody is overdue before the first contact that was recorded", async () => {
    const overdue = async (daysAgo: number) =>
      (await read<AttentionReply>(`/v1/attention?asOf=${day(daysAgo)}`)).rows.filter(({ reasons }) =>
        reasons.includes("noTouchpoint"),
      ).length;
    expect(await overdue(30)).toBeGreaterThan(0);
    expect(await overdue(50)).toBe(0);
  });
});

describe("a feature before its launch", () => {
  let launching: TestCollector;
  beforeAll(async () => {
    launching = await startTestCollector({
      definitions: {
        features: {
          calendars: { name: "Calendars" },
          agents: { name: "Agents", launchedAt: day(5) },
        },
      },
    });
    const { facts } = launching.store;
    await facts.putAccounts([{ id: "acme", createdAt: START_MS - 100 * DAY_MS }]);
    await launching.collect({
      id: writerId("w1"),
      account: "acme",
      user: "uma",
      cells: [cellOf("calendars", START_MS - 9 * DAY_MS, 420_000), cellOf("agents", START_MS - 2 * DAY_MS, 420_000)],
    });
  });
  afterAll(() => launching.stop());

  test.each([
    [6, ["calendars"], 100],
    [5, ["calendars", "agents"], 50],
    [2, ["calendars", "agents"], 100],
  ])("%i days ago", async (daysAgo, known, usage) => {
    const asOf = `asOf=${day(daysAgo)}`;
    const features = await readJson<FeaturesReply>(launching, `/v1/features?${asOf}`);
    expect(features.rows.map(({ feature }) => feature).toSorted()).toEqual(known.toSorted());
    const stages = await readJson<StagesReply>(launching, `/v1/stages?${asOf}`);
    expect(stages.features.map(({ feature }) => feature)).toEqual(known);
    const { value } = await readJson<ExplainReply>(launching, `/v1/explain?number=featureUsagePercent&${asOf}`);
    expect(value).toBe(usage);
  });
});

describe("a day to come is asked by mistake", () => {
  test.each(["accounts?", "accounts/acme?", "overview?", "users?", "modules?", "trend?number=activeMs&", "snapshots?"])(
    "of /v1/%s",
    async (path) => {
      expect(await readProblem(system, `/v1/${path}asOf=${day(-1)}`)).toEqual([
        400,
        `asOf is "${day(-1)}". Allowed: days up to today, which is ${day(0)} in UTC.`,
      ]);
    },
  );

  test("by the days of the workspace's time zone; its today is allowed, whatever the day is elsewhere", async () => {
    // Ten in the morning in London is a quarter to eleven at night on the islands of Chatham.
    const own = await startTestCollector({ timeZone: "Pacific/Chatham", definitions: { features: {} } });
    try {
      const ask = (asOf: string) => readProblem(own, `/v1/accounts?asOf=${asOf}`);
      expect((await ask(day(0)))[0]).toBe(200);
      own.clock.nowMs += 4 * 3_600_000;
      expect((await ask(day(-1)))[0]).toBe(200);
      expect(await ask(day(-2))).toEqual([
        400,
        `asOf is "${day(-2)}". Allowed: days up to today, which is ${day(-1)} in Pacific/Chatham.`,
      ]);
    } finally {
      await own.stop();
    }
  });
});
