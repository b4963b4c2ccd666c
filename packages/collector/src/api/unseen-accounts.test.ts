import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
  AttentionReply,
  ExplainReply,
  ModuleAccountsReply,
  ModulesReply,
  UserReply,
  UsersReply,
} from "./contract.ts";
import { DAY_MS, MINUTE_MS, readJson, TODAY } from "./test-support/report-workspace.ts";

/**
 * Of the five people of each account the server saw all, but for those of "untold", of whom it tells nothing; the tracker saw
 * nobody of "blind", four of "border" (80 %), and of "below" 79 of 100.
 */
let system: TestCollector;

const PEOPLE: Readonly<Record<string, readonly [people: number, seen: number]>> = {
  blind: [5, 0],
  below: [100, 79],
  border: [5, 4],
  untold: [5, 1],
};

beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars", module: "planning" }, deals: { name: "Deals" } },
      modules: { planning: { name: "Planning", targetPercent: 70 } },
    },
  });
  const { facts } = system.store;
  const createdAt = START_MS - 400 * DAY_MS;
  const accounts = Object.keys(PEOPLE);
  await facts.push(
    "accounts",
    accounts.map((id) => ({ id, name: id, createdAt })),
    START_MS,
  );
  const members = Object.entries(PEOPLE).flatMap(([account, [people, seen]]) =>
    Array.from({ length: people }, (_, index) => ({ account, user: `${account}${index}`, isSeen: index < seen })),
  );
  await facts.push(
    "users",
    members.map(({ account, user }) => ({ id: user, name: user, accounts: [account], createdAt })),
    START_MS,
  );
  await facts.push(
    "seats",
    accounts.map((account) => ({ account, module: "planning", licensed: 5 })),
    START_MS,
  );
  const told = members.filter(({ account }) => account !== "untold");
  await facts.push(
    "presence",
    told.map(({ account, user }) => ({ account, user, day: TODAY - 1 })),
    START_MS,
  );
  const used = members.filter(({ isSeen }) => isSeen);
  for (let from = 0; from < used.length; from += 20) {
    await system.collect(
      ...used.slice(from, from + 20).map(({ account, user }) => ({
        id: writerId(user),
        account,
        user,
        cells: [cellOf("calendars", START_MS - DAY_MS, 10 * MINUTE_MS)],
      })),
    );
  }
  await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body: { module: "planning" } });
});
afterAll(() => system.stop());

const read = <Reply>(path: string): Promise<Reply> => readJson<Reply>(system, path);

test("a module's rows say of each account whether its people can be seen, from 80 % on, and where nobody knows", async () => {
  const { rows, addresses } = await read<ModuleAccountsReply>("/v1/modules/planning/accounts?sort=accountName");
  expect(
    rows.map(({ account, live, coveragePercent, isTrusted }) => [account, live.active, coveragePercent, isTrusted]),
  ).toEqual([
    ["below", 79, 79, false],
    ["blind", 0, 0, false],
    ["border", 4, 80, true],
    ["untold", 1, null, true],
  ]);
  expect(rows.map(({ live }) => live.overUsed)).toEqual([true, false, false, false]);
  const address = addresses["coveragePercent"] ?? "";
  expect((await read<ExplainReply>(address.replace("{account}", "border"))).value).toBe(80);
});

test("can be sorted by it, as a page and as a file", async () => {
  const sorted = await read<ModuleAccountsReply>("/v1/modules/planning/accounts?sort=coveragePercent&limit=2");
  expect(sorted.rows.map(({ account }) => account)).toEqual(["blind", "below"]);
  const response = await system.request(
    "/v1/modules/planning/accounts?sort=coveragePercent&format=csv&columns=account,coveragePercent,isTrusted",
    { bearer: system.secretKey },
  );
  expect((await response.text()).trim().split("\n")).toEqual([
    "account,coveragePercent,isTrusted",
    "blind,0,false",
    "below,79,false",
    "border,80,true",
    "untold,,true",
  ]);
});

test("a module says how many of its accounts can't be seen, as kept and live, and which", async () => {
  const [row] = (await read<ModulesReply>("/v1/modules")).rows;
  expect(row).toMatchObject({ accounts: 4, untrustedAccounts: 2, live: { untrustedAccounts: 2 } });
  for (const number of ["moduleUntrustedAccounts", "moduleLiveUntrustedAccounts"]) {
    const { value, rows, excluded } = await read<ExplainReply>(`/v1/explain?number=${number}&module=planning`);
    expect([
      value,
      rows.map(({ details }) => [details["account"], details["seenByBoth"], details["seenByServer"]]),
    ]).toEqual([
      2,
      [
        ["blind", 0, 5],
        ["below", 79, 100],
      ],
    ]);
    expect(excluded).toMatchObject([{ value: 2 }]);
  }
  // As of a day of which the server tells nothing, nothing speaks against them.
  const [before] = (await read<ModulesReply>("/v1/modules?asOf=2026-10-01")).rows;
  expect(before?.live.untrustedAccounts).toBe(0);
});

test("one account's modules say whether it can be seen", async () => {
  const { account, addresses, rows } = await read<ModulesReply>("/v1/accounts/blind/modules");
  expect(account).toMatchObject({ coveragePercent: 0, isTrusted: false });
  expect((await read<ExplainReply>(addresses["account.coveragePercent"] ?? "")).value).toBe(0);
  expect(rows[0]).toMatchObject({ active: 0, percent: 0, untrustedAccounts: 1 });
});

describe("health of people whom the tracker doesn't see", () => {
  const points = (parts: AccountReply["health"]["parts"]) => parts.map(({ part, meanPoints }) => [part, meanPoints]);

  test("an account in which nothing is measured has none, at every door, rather than 0 points for adoption", async () => {
    const [row] = (await read<AccountsReply>("/v1/accounts?account=blind")).rows;
    expect(row).toMatchObject({ healthScore: null, healthClass: null, productAdoptionHealth: null, weeklyUsers: 5 });
    const { health } = await read<AccountReply>("/v1/accounts/blind");
    expect(health).toMatchObject({ score: null, class: null, users: 0, unseen: 5, unseenByTracker: 5, unscored: 0 });
    expect(points(health.parts)).toContainEqual(["adoption", null]);
    const explained = await read<ExplainReply>("/v1/explain?number=healthScore&account=blind");
    expect([explained.value, explained.rows]).toEqual([null, []]);
    expect(explained.excluded.map(({ what, value }) => [what, value])).toEqual([
      ["People not seen lately", 0],
      ["People whom only the server has seen", 5],
      ["People without a score", 0],
    ]);
    for (const number of ["loginPoints", "adoptionPoints"]) {
      expect((await read<ExplainReply>(`/v1/explain?number=${number}&account=blind`)).value).toBeNull();
    }
    expect((await read<ExplainReply>("/v1/explain?number=adoptionKnownUsers&account=blind")).value).toBe(0);
  });

  test("of others it is the mean over those whom it sees", async () => {
    // The four were there once in the week, and have adopted one of two features; the fifth counts in nothing.
    const { health } = await read<AccountReply>("/v1/accounts/border");
    expect(health).toMatchObject({ score: 61, users: 4, unseen: 1, unseenByTracker: 1 });
    expect(points(health.parts)).toEqual([
      ["login", 75],
      ["adoption", 50],
      ["feedback", null],
    ]);
  });

  test("each of them has the health of what is known, and adoption is missing", async () => {
    const { health } = await read<UserReply>("/v1/users/blind0");
    expect([health.score, health.class]).toEqual([75, "healthy"]);
    expect(
      health.parts.map(({ part, points: own, missing, effectiveWeight }) => [part, own, missing, effectiveWeight]),
    ).toEqual([
      ["login", 75, null, 1],
      ["adoption", null, "unseenByTracker", 0],
      ["feedback", null, "noRecentAnswer", 0],
    ]);
    const [row] = (await read<UsersReply>("/v1/users?account=blind&sort=name")).rows;
    expect([row?.healthScore, row?.healthClass]).toEqual([75, "healthy"]);
    const adoption = await read<ExplainReply>("/v1/explain?number=adoptionPoints&account=blind&user=blind0");
    expect([adoption.value, adoption.excluded.map(({ what }) => what)]).toEqual([null, ["What they have adopted"]]);
  });

  test("before the server told of anybody nothing was held back", async () => {
    expect((await read<AccountReply>("/v1/accounts/blind?asOf=2026-10-01")).health).toMatchObject({
      unseenByTracker: 0,
    });
  });
});

describe("the queue of attention", () => {
  const BLIND =
    "Can't be seen: the tracker saw 0 of the 5 people whom the app's server saw in the last 14 days, so low use of it says nothing. Check that no content blocker, missing consent or Content-Security-Policy stops the script, and serve it from the app's own origin.";
  const rowsOf = async (query: string) =>
    (await read<AttentionReply>(`/v1/attention?account=blind&account=below&account=border&account=untold&${query}`))
      .rows;

  test("says that an account can't be seen, in place of what low use would say, after all that it knows something of", async () => {
    const rows = await rowsOf("");
    expect(rows.map(({ account, reasons, isTrusted }) => [account, reasons, isTrusted])).toEqual([
      ["untold", ["offTarget"], true],
      ["blind", ["lowCoverage"], false],
      ["below", ["lowCoverage"], false],
    ]);
    expect(rows[1]).toMatchObject({
      breadthPercent: 0,
      unusedWeight: null,
      coveragePercent: 0,
      evidence: [BLIND],
      hits: [{ reason: "lowCoverage", weight: 2, numbers: { seenByServer: 5, seenByBoth: 0 } }],
    });
    const byScore = await rowsOf("order=score");
    expect(byScore.map(({ score }) => score)).toEqual(
      byScore.map(({ score }) => score).toSorted((one, other) => other - one),
    );
  });

  test("its explanation says what is held back, and opens whom each has seen", async () => {
    const score = await read<ExplainReply>("/v1/explain?number=attentionScore&account=blind");
    expect(score.rows.map(({ id, name, opens }) => [id, name, opens?.number])).toEqual([
      ["lowCoverage", BLIND, "coveragePercent"],
    ]);
    expect(score.value).toBe((await rowsOf("")).find(({ account }) => account === "blind")?.score);
    const heldBack = score.excluded.filter(({ why }) => why.startsWith("It is held back"));
    expect(heldBack.map(({ what }) => what)).toEqual(["Few features", "Modules off their targets"]);
    const terms = score.terms.filter(({ name }) => name.startsWith("Seen by"));
    for (const { value, opens } of terms) {
      expect((await read<ExplainReply>(opens?.address ?? "")).value).toBe(value);
    }
    expect(terms.map(({ value }) => value)).toEqual([0, 5]);
    const unused = await read<ExplainReply>("/v1/explain?number=unusedWeight&account=blind");
    expect([unused.value, unused.rows, unused.excluded[0]?.value]).toEqual([null, [], 2]);
  });

  test("is a file that says so", async () => {
    const response = await system.request(
      "/v1/attention?account=blind&format=csv&columns=account,reasons,hits,coveragePercent,isTrusted",
      { bearer: system.secretKey },
    );
    const [header = "", blind = ""] = (await response.text()).split("\n");
    const cells = new Map(header.split(",").map((name, index) => [name, blind.split(",")[index]]));
    expect([cells.get("hits.lowCoverage"), cells.get("coveragePercent"), cells.get("isTrusted")]).toEqual([
      "weight 2; seenByServer 5; seenByBoth 0",
      "0",
      "false",
    ]);
  });
});

test("who is seen in one of two accounts is unseen in the other alone", async () => {
  const { facts } = system.store;
  await facts.push("users", [{ id: "border0", accounts: ["border", "blind"] }], START_MS);
  await facts.push("presence", [{ account: "blind", user: "border0", day: TODAY - 1 }], START_MS);
  const unseen = async (account: string) =>
    (await read<AccountReply>(`/v1/accounts/${account}`)).health.unseenByTracker;
  expect([await unseen("border"), await unseen("blind")]).toEqual([1, 6]);
  const { health } = await read<UserReply>("/v1/users/border0");
  expect(health.parts[1]).toMatchObject({ missing: null, points: 50 });
  await facts.push("users", [{ id: "border0", accounts: ["border"] }], START_MS);
});
