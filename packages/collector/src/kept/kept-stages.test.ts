import { expect, test } from "vitest";
import type { KeptStagesQuestion } from "../api/reading/kept.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { openInMemory } from "./kept-file.ts";
import { createStagesWriter, keptStages } from "./kept-stages.ts";

/** More than are sorted after they were found; small workspaces are compared with what is counted elsewhere. */
const [USERS, ACCOUNTS] = [21_000, 7];
const EVERYTHING: KeptStagesQuestion = {
  scope: ALL_ACCOUNTS,
  search: "",
  found: [],
  features: new Map([["calendars", "calendars"]]),
  feature: null,
  user: null,
  stage: null,
  living: null,
  isEligible: null,
  isQuiet: null,
  sort: { by: "name", descending: true },
  limit: 3,
  offset: 10,
};

test("where many rows are left they come in the same order", () => {
  const file = openInMemory();
  const putUser = file.prepare("INSERT INTO users (key, search, name) VALUES (?, ?, ?)");
  const putAccount = file.prepare("INSERT INTO accounts (key, search, name) VALUES (?, ?, ?)");
  const putStages = createStagesWriter(file);
  file.exec("BEGIN");
  const stages = Array.from({ length: USERS }, (_, index) => ({
    account: `a${index % ACCOUNTS}`,
    user: `u${index}`,
    feature: "calendars",
    stage: "tried" as const,
    living: "active" as const,
    activeMs: index,
    progressMs: index,
    thresholdMs: 420_000,
    visits: 1,
    adoptedAt: null,
    lastActiveDay: "2026-11-01",
    lapsesOn: "2026-12-02",
    isEligible: index % 2 === 0,
    isQuiet: false,
  }));
  // Names begin with other characters than ids, and every third is the same.
  const nameOf = (user: string): string => `n${Math.floor(Number(user.slice(1)) / 3) % 1_000}`;
  for (const { user } of stages) putUser.run(user, `${nameOf(user)}\n${user}`, nameOf(user));
  for (let index = 0; index < ACCOUNTS; index++) {
    const account = `a${index}`;
    putAccount.run(account, account, account);
    putStages(
      account,
      stages.filter((row) => row.account === account),
    );
  }
  file.exec("COMMIT");
  const ordered = (key: (row: (typeof stages)[number]) => string) =>
    stages
      .toSorted((one, other) => (`${one.account} ${one.user}` < `${other.account} ${other.user}` ? -1 : 1))
      .toSorted((one, other) => (key(one) === key(other) ? 0 : key(one) < key(other) ? 1 : -1))
      .slice(10, 13)
      .map(({ user }) => user);
  const ask = (more: Partial<KeptStagesQuestion>) => {
    const { total, rows } = keptStages((sql, values = {}) => file.prepare(sql).all(values), { ...EVERYTHING, ...more });
    return { total, users: rows.map(({ user }) => user) };
  };
  const byName = { total: USERS, users: ordered(({ user }) => nameOf(user)) };
  expect(ask({})).toEqual(byName);
  expect(ask({ search: "u" })).toEqual(byName);
  expect([true, false].map((isEligible) => ask({ isEligible, stage: "tried" }).total)).toEqual([USERS / 2, USERS / 2]);
  const byAccount = { total: USERS, users: ordered(({ account }) => account) };
  expect(ask({ sort: { by: "accountName", descending: true } })).toEqual(byAccount);
  file.close();
});
