import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, AttentionReply, CoverageReply } from "./contract.ts";
import { readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const attention = (query = "") => readJson<AttentionReply>(system, `/v1/attention?${query}`);

describe("GET /v1/attention", () => {
  test("those who use the fewest features with the most seats come first, and nobody who has left", async () => {
    const { order, rows } = await attention();
    expect(order).toBe("breadth");
    expect(rows.map(({ account }) => account)).toEqual(["acme", "beta", "silent", "young"]);
    // (1 − breadth) × seats: of Acme's 3 seats; of Beta's 2 people; of one person each.
    expect(rows.map(({ unusedWeight }) => unusedWeight)).toEqual([
      expect.closeTo(3 * (1 - 2 / 5), 9),
      expect.closeTo(2 * (1 - 2 / 5), 9),
      1,
      1,
    ]);
    expect(rows[0]).not.toHaveProperty("unusedSeats");
  });

  test("each reason has its evidence", async () => {
    const acme = (await attention()).rows.find(({ account }) => account === "acme");
    expect(acme?.evidence).toEqual(["1 of 2 answers not happy.", "Off target: Planning by 2 users."]);
    expect(acme?.reasons).toEqual(["unhappy", "offTarget"]);
    expect(acme?.hits[0]).toMatchObject({ reason: "unhappy", weight: 3, numbers: { notHappy: 1, answers: 2 } });
    const silent = (await attention()).rows.find(({ account }) => account === "silent");
    expect(silent?.evidence).toEqual([
      "Nobody was ever seen in 100 days.",
      "Has adopted 0 of 5 features.",
      "Nobody has ever been in touch.",
    ]);
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
    const response = await system.request("/v1/attention?format=csv&columns=account,reasons,evidence", {
      bearer: system.secretKey,
    });
    expect((await response.text()).split("\n").slice(0, 2)).toEqual([
      "account,reasons,evidence",
      "acme,unhappy; offTarget,1 of 2 answers not happy.; Off target: Planning by 2 users.",
    ]);
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
