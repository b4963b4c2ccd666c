import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, FeaturesReply } from "./contract.ts";
import { readUnkept, startPortfolio } from "./test-support/portfolio.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startPortfolio();
});
afterAll(() => system.stop());

const read = <Reply>(path: string): Promise<Reply> => readUnkept(system, path);

describe("GET /v1/features", () => {
  test("lists every defined feature, the most engaged first, then what else has data", async () => {
    const reply = await read<FeaturesReply>("/v1/features");
    expect(reply.rows.map(({ feature, defined }) => [feature, defined])).toEqual([
      ["phone", true],
      ["calendars", true],
      ["conversations", true],
      ["_other", false],
      ["unknown.feature", false],
    ]);
    expect(reply.rows[2]).toEqual({
      feature: "conversations",
      name: "Conversations",
      kind: "feature",
      module: null,
      moduleName: null,
      defined: true,
      assets: null,
      activeAssets: null,
      activeAssetPercent: null,
      engagement: 1,
      activeMs: 13_000,
      visits: 3,
      users: 2,
      medianActiveMs: 6_500,
      exposedUsers: 3,
      activatedUsers: 3,
      tried: 3,
      adopted: 0,
      lapsed: 0,
      adoptedUsers: 0,
      eligibleUsers: 5,
      adoptionPercent: 0,
      adoptedUsersBeforeAnswers: 0,
      eligibleUsersBeforeAnswers: 5,
      adoptionPercentBeforeAnswers: 0,
      adoptedAccounts: 0,
      eligibleAccounts: 4,
      notAdoptedAccounts: 4,
      accountAdoptionPercent: 0,
      engagementBefore: null,
      engagementChange: null,
      activeMsBefore: null,
      activeMsChange: null,
      vitals: null,
    });
    expect(reply.rows[1]).toMatchObject({
      module: "plan",
      moduleName: "Plan",
      assets: 2,
      activeAssets: 1,
      activeAssetPercent: 50,
      engagement: 6,
      users: 1,
    });
    expect(reply).not.toHaveProperty("account");
  });

  test("of one account adds up to the account's own row, to the millisecond", async () => {
    const [features, accounts] = await Promise.all([
      read<FeaturesReply>("/v1/accounts/acme/features?period=all"),
      read<AccountsReply>("/v1/accounts?period=all&search=acme"),
    ]);
    expect(features.account).toEqual({ id: "acme", name: "Ácme Ltd", plan: "pro" });
    const sum = (metric: "activeMs" | "visits" | "engagement") =>
      features.rows.reduce((total, row) => total + row[metric], 0);
    expect([sum("activeMs"), sum("visits"), sum("engagement")]).toEqual([
      accounts.rows[0]?.activeMs,
      accounts.rows[0]?.visits,
      accounts.rows[0]?.engagement,
    ]);
  });

  test("of one account agrees with what its members see of themselves, to the millisecond", async () => {
    const { rows } = await read<FeaturesReply>("/v1/accounts/acme/features?period=all");
    const members = await Promise.all(
      ["u_1", "u_2"].map(async (user) => {
        const response = await system.request("/v1/me", { bearer: await system.token({ user, account: "acme" }) });
        return (await response.json()) as { features: { feature: string; activeMs: number }[] };
      }),
    );
    for (const { feature, activeMs } of rows.filter(({ defined }) => defined)) {
      const seen = members.flatMap(({ features }) => features.filter((row) => row.feature === feature));
      expect(seen.reduce((sum, row) => sum + row.activeMs, 0)).toBe(activeMs);
    }
  });

  test("of an account without data shows zeroes, and of an unknown one is not found", async () => {
    const silent = await read<FeaturesReply>("/v1/accounts/silent/features");
    expect(silent.rows.map(({ activeMs, users }) => [activeMs, users])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const response = await system.request("/v1/accounts/nobody/features", { bearer: system.secretKey });
    expect(response.status).toBe(404);
  });

  test("finds an account whose id has to be escaped", async () => {
    await system.store.facts.putAccounts([{ id: "a/b c?ü", name: "Odd" }]);
    const reply = await read<FeaturesReply>(`/v1/accounts/${encodeURIComponent("a/b c?ü")}/features`);
    expect(reply.account?.name).toBe("Odd");
  });
});
