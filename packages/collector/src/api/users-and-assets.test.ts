import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AssetsReply, UsersReply } from "./contract.ts";
import { readUnkept, startPortfolio } from "./test-support/portfolio.ts";
import { DAY_MS } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startPortfolio();
});
afterAll(() => system.stop());

const read = <Reply>(path: string): Promise<Reply> => readUnkept(system, path);

describe("GET /v1/users and /v1/assets", () => {
  test("lists people over their accounts, or within one", async () => {
    const all = await read<UsersReply>("/v1/users?search=uma");
    expect(all.rows).toMatchObject([
      {
        user: "u_1",
        name: "Uma",
        role: "admin",
        accounts: ["acme", "beta"],
        inRoster: true,
        engagement: 7,
        activeMs: 32_570,
        visits: 5,
      },
    ]);
    const inBeta = await read<UsersReply>("/v1/users?account=beta");
    expect(inBeta.rows.map(({ user, activeMs }) => [user, activeMs])).toEqual([["u_1", 2_000]]);
    const quiet = await read<UsersReply>("/v1/users?search=quinn");
    expect(quiet.rows).toMatchObject([{ user: "u_quiet", activeMs: 0, engagement: 0 }]);
  });

  test("lists assets with the feature to which their type belongs", async () => {
    const reply = await read<AssetsReply>("/v1/assets?account=acme&sort=-runs");
    expect(reply.total).toBe(2);
    expect(reply.rows[0]).toEqual({
      asset: "c1",
      active: true,
      account: "acme",
      accountName: "Ácme Ltd",
      name: "Sales calls",
      type: "calendar",
      typeName: "Calendars",
      feature: "calendars",
      configured: true,
      runs: 4,
      // Four when it was first told of, and the last of these in the period.
      periodRuns: null,
      createdAt: expect.toSatisfy((value) => value === null || typeof value === "number"),
      lastRunAt: START_MS - DAY_MS,
    });
    expect((await read<AssetsReply>("/v1/assets?search=notes")).rows).toMatchObject([{ asset: "n1", feature: null }]);
  });
});
