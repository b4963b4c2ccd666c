import { expect, test } from "vitest";
import type { AccountsReply, AttentionReply, ModuleAccountsReply, ModulesReply, UsersReply } from "./contract.ts";
import { describeWorkspaces, NOT_RELEVANT } from "./test-support/agreement-workspaces.ts";
import { naiveFormulas } from "./test-support/naive-formulas.ts";
import { naively } from "./test-support/naive-metrics.ts";

/** What is worked out of many questions, as the widget, lists and tiles have it, is what a slow second implementation says. */

describeWorkspaces(({ workspace, read, explain }) => {
  async function secondOpinion() {
    const [accounts, users] = await Promise.all([read<AccountsReply>("/v1/accounts"), read<UsersReply>("/v1/users")]);
    const heard = NOT_RELEVANT.filter(
      ({ account, user }) =>
        user === null || users.rows.some((row) => row.user === user && row.accounts.includes(account)),
    );
    return { accounts, users, naive: naiveFormulas(naively(workspace), workspace, users.rows, heard) };
  }
  const close = (value: number | null): unknown => (value === null ? null : (expect.closeTo(value, 9) as unknown));

  test("adoption, health and coverage of accounts", async () => {
    const { accounts, naive } = await secondOpinion();
    for (const { account, adoptionPercent, healthScore, coveragePercent } of accounts.rows) {
      expect({ account, adoptionPercent, healthScore, coveragePercent }).toEqual({
        account,
        adoptionPercent: close(naive.accountAdoption(account)),
        healthScore: naive.accountHealth(account),
        coveragePercent: close(naive.coverage(account)),
      });
    }
    const companies = accounts.rows.filter(({ kind }) => kind === "saas" || kind === "regular");
    const { value } = await explain("featureUsagePercent");
    expect(value).toEqual(close(naive.featureUsage(companies.map(({ account }) => account))));
  });

  test("health of people", async () => {
    const { users, naive } = await secondOpinion();
    for (const { user, healthScore } of users.rows) {
      expect({ user, healthScore }).toEqual({ user, healthScore: naive.userHealth(user) });
    }
  });

  test.each(["plan", "sell", "either", "acts"])(
    "who is active in the module %s, account by account",
    async (module) => {
      const { naive } = await secondOpinion();
      const { rows } = await read<ModuleAccountsReply>(`/v1/modules/${module}/accounts`);
      for (const { account, live, coveragePercent, isTrusted } of rows) {
        const coverage = naive.coverage(account);
        expect({ account, active: live.active, coveragePercent, isTrusted }).toEqual({
          account,
          active: naive.activeInModule(account, module),
          coveragePercent: close(coverage),
          isTrusted: coverage === null || coverage >= 80,
        });
        const opened = await explain("moduleLiveActiveUsers", { module, account });
        expect([account, opened.value, opened.rows.length]).toEqual([account, live.active, live.active]);
      }
      const measured = rows.filter(({ live }) => live.percent !== null);
      const all = (await read<ModulesReply>("/v1/modules")).rows.find((row) => row.module === module);
      const untrusted = measured.filter(({ isTrusted }) => !isTrusted).length;
      expect(all?.live.untrustedAccounts).toBe(untrusted);
      expect((await explain("moduleLiveUntrustedAccounts", { module })).value).toBe(untrusted);
    },
  );

  test("who needs attention for low use is seen, and who can't be seen is said to be", async () => {
    const { accounts, naive } = await secondOpinion();
    const { rows } = await read<AttentionReply>("/v1/attention");
    const lookedAfter = accounts.rows.filter(({ kind }) => kind === "saas" || kind === "regular");
    const unseen = lookedAfter.filter(({ account }) => (naive.coverage(account) ?? 100) < 80);
    const told = rows.filter(({ reasons }) => reasons.includes("lowCoverage"));
    expect(told.map(({ account }) => account).toSorted()).toEqual(unseen.map(({ account }) => account).toSorted());
    const low = new Set(["usageDropped", "lowBreadth", "coolingCore"]);
    const lowThere = rows.filter((row) => !row.isTrusted && row.reasons.some((reason) => low.has(reason)));
    expect(lowThere).toEqual([]);
    for (const { account, isTrusted, unusedWeight } of rows) {
      expect([account, isTrusted]).toEqual([account, !told.some((row) => row.account === account)]);
      const opened = await explain("unusedWeight", { account });
      expect([account, opened.value]).toEqual([account, unusedWeight]);
    }
  });
});
