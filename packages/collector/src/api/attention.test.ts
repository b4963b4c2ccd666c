import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { AccountsReply, AttentionReply, CoverageReply, ModulesReply } from "./contract.ts";
import { DAY_MS, readJson, readProblem, startReportWorkspace, TODAY } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
  const kept = { module: "planning", account: "acme", kind: "manual", actor: "Ada", activeUsers: null } as const;
  await system.store.records.recordSnapshots(
    [
      { id: "s1", day: TODAY - 20, active: 0, licensed: 9 },
      { id: "s2", day: TODAY - 6, active: 1, licensed: 4 },
    ].map((snapshot) => Object.assign(snapshot, kept, { takenAtMs: START_MS, definitionVersion: 1 })),
  );
});
afterAll(() => system.stop());

const attention = (query = "") => readJson<AttentionReply>(system, `/v1/attention?${query}`);

describe("GET /v1/attention", () => {
  test("those who use the fewest features with the most seats come first, who can't be seen last, and nobody who has left", async () => {
    const { order, rows } = await attention();
    expect(order).toBe("breadth");
    expect(rows.map(({ account }) => account)).toEqual(["beta", "silent", "young", "acme"]);
    // (1 − breadth) × seats: of Beta's 2 people; of one person each. Of Acme the tracker sees one of two people.
    expect(rows.map(({ unusedWeight }) => unusedWeight)).toEqual([expect.closeTo(2 * (1 - 2 / 5), 9), 1, 1, null]);
    expect(rows.map(({ coveragePercent, isTrusted }) => [coveragePercent, isTrusted])).toEqual([
      [null, true],
      [null, true],
      [null, true],
      [50, false],
    ]);
    expect(rows[0]).not.toHaveProperty("unusedSeats");
  });

  test("each reason has its evidence", async () => {
    const acme = (await attention()).rows.find(({ account }) => account === "acme");
    // The snapshot was recorded by hand, so that it says something, whoever the tracker sees.
    expect(acme?.evidence).toEqual([
      "1 of 2 answers not happy.",
      "Off target: Planning by 3 users.",
      expect.stringMatching(/^Can't be seen: the tracker saw 1 of the 2 people whom the app's server saw/),
    ]);
    expect(acme?.reasons).toEqual(["unhappy", "offTarget", "lowCoverage"]);
    expect(acme?.hits[0]).toMatchObject({ reason: "unhappy", weight: 3, numbers: { notHappy: 1, answers: 2 } });
    const silent = (await attention()).rows.find(({ account }) => account === "silent");
    expect(silent?.evidence).toEqual([
      "Nobody was ever seen in 100 days.",
      "Has adopted 0 of 5 features.",
      "Nobody has ever been in touch.",
    ]);
  });

  test("how long ago a contact was is counted in days, as in segments, whatever the hour", async () => {
    const own = await startReportWorkspace({
      segments: {
        overdue: {
          name: "Overdue",
          of: "account",
          when: { kind: "metric", metric: "daysSinceTouchpoint", atLeast: 15 },
        },
      },
    });
    try {
      // At ten in the morning the one is 15 days ago by the calendar, by the hour less; the other isn't by either.
      const late = (TODAY - 15) * DAY_MS + 23 * 3_600_000;
      const contacts = [
        { id: "t2", account: "acme", kind: "email", at: late },
        { id: "t3", account: "beta", kind: "email", at: late + 3_600_000 },
      ] as const;
      await own.store.facts.push("touchpoints", contacts, START_MS);
      const { rows } = await readJson<AttentionReply>(own, "/v1/attention");
      const overdue = rows.filter(({ evidence }) => evidence.includes("No touchpoint for 15 days."));
      expect(overdue.map(({ account }) => account)).toEqual(["acme"]);
      const segment = await readJson<AccountsReply>(own, "/v1/accounts?segment=overdue");
      expect(segment.rows.map(({ account }) => account)).toEqual(["acme"]);
    } finally {
      await own.stop();
    }
  });

  test.each([
    ["", 3],
    [`?asOf=${isoDate(TODAY - 10)}`, 8],
    // There is no snapshot yet: however few use it, nobody has said that it is off.
    [`?asOf=${isoDate(TODAY - 30)}`, null],
  ])("off target is what the module's own row says at its latest snapshot%s", async (query, gapUsers) => {
    const modules = await readJson<ModulesReply>(system, `/v1/accounts/acme/modules${query}`);
    const row = modules.rows.find(({ module }) => module === "planning");
    // Live it is another number.
    expect([row?.gapUsers, row?.live.licensed]).toEqual([gapUsers, 3]);
    const acme = (await attention(query.slice(1))).rows.find(({ account }) => account === "acme");
    const off = acme?.hits.find(({ reason }) => reason === "offTarget");
    expect(off?.numbers["gapUsers"] ?? null).toBe(gapUsers);
  });

  test("the same breadth stands in the list of accounts", async () => {
    const { rows } = await attention();
    const accounts = await readJson<AccountsReply>(system, "/v1/accounts");
    for (const { account, breadthPercent, name, plan } of rows) {
      const row = accounts.rows.find((one) => one.account === account);
      expect([account, breadthPercent, name, plan]).toEqual([account, row?.adoptionPercent, row?.name, row?.plan]);
    }
  });

  test("is ordered by the weight of the reasons when asked, and sorted and searched as a list", async () => {
    const byScore = (await attention("order=score")).rows.map(({ score }) => score);
    expect(byScore).toEqual(byScore.toSorted((one, other) => other - one));
    expect((await attention("sort=name&limit=1")).rows.map(({ account }) => account)).toEqual(["acme"]);
    expect((await attention("search=silent")).total).toBe(1);
    expect((await attention("premium=true")).rows.map(({ account }) => account)).toEqual(["acme"]);
  });

  test("is a file with its reasons in words", async () => {
    const response = await system.request(
      "/v1/attention?format=csv&columns=account,reasons,evidence,coveragePercent,isTrusted&sort=coveragePercent",
      {
        bearer: system.secretKey,
      },
    );
    const [header, acme] = (await response.text()).split("\n");
    expect(header).toBe("account,reasons,evidence,coveragePercent,isTrusted");
    expect(acme).toMatch(/^acme,unhappy; offTarget; lowCoverage,"?1 of 2 answers not happy\.; Off target: Planning by/);
    expect(acme).toMatch(/,50,false$/);
  });

  test("an account of which no contact is known isn't let off because a filter leaves out all others", async () => {
    expect((await attention("account=silent")).rows[0]?.reasons).toContain("noTouchpoint");
  });

  test("wrong parameters are refused", async () => {
    expect(await readProblem(system, "/v1/attention?order=luck")).toEqual([
      400,
      'order is "luck". Allowed: breadth, score.',
    ]);
  });
});

describe("GET /v1/coverage", () => {
  test("says of each account who is seen by whom, the least covered first", async () => {
    const { total, rows } = await readJson<CoverageReply>(system, "/v1/coverage");
    expect(total).toBe(5);
    expect(rows[0]).toEqual({
      account: "acme",
      name: "Acme",
      seenByServer: 2,
      seenByTracker: 2,
      seenByBoth: 1,
      onlySeenByTracker: 1,
      percent: 50,
      isTrusted: false,
    });
    expect(rows.find(({ account }) => account === "beta")).toMatchObject({
      seenByServer: 0,
      seenByTracker: 1,
      percent: null,
      isTrusted: true,
    });
  });
});
