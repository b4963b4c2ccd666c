import { afterAll, beforeAll, expect, test } from "vitest";
import { startReportWorkspace } from "../api/test-support/report-workspace.ts";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import type { AccountsReply, OverviewReply, UsersReply } from "../api/contract.ts";
import { readOverview } from "../api/overview.ts";
import { NO_FILTERS } from "../api/query/no-filters.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { openReading } from "../api/reading/reading.ts";
import { readUsers } from "../api/users.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** What begins on a day to come is looked at once, and nothing of it is kept until its day comes, with which a file begins anew. */

const DAY_MS = 86_400_000;
/** Whatever came from browsers has settled. */
const NOW_MS = START_MS + 300_000;
const TOMORROW = NOW_MS + DAY_MS;

let system: TestCollector;
let parts: KeptWorkspace;
beforeAll(async () => {
  system = await startReportWorkspace();
  parts = await keepWorkspace(system.store.path, () => NOW_MS);
});
afterAll(async () => {
  parts.close();
  await system.stop();
});

async function ask<Reply>(
  door: ReadDoor,
  from: ReadParts,
  query: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const asker = { scope: ALL_ACCOUNTS, name: null };
  const parameters = new URLSearchParams({ limit: "1000", ...query });
  const response = await door({ parameters, path: {}, accept: null, asker, parts: from });
  return { ...((await response.json()) as object), countedAt: null } as Reply;
}

const accounts = async (): Promise<readonly string[]> =>
  (await ask<AccountsReply>(readAccounts, parts.kept)).rows.map(({ account }) => account);
const people = async (): Promise<readonly string[]> =>
  (await ask<UsersReply>(readUsers, parts.kept)).rows.map(({ user }) => user);
const contacts = async (): Promise<number | null | undefined> =>
  (await ask<OverviewReply>(readOverview, parts.kept)).tiles.find(({ number }) => number === "contacts")?.value;

async function expectAsLive(): Promise<void> {
  for (const door of [readAccounts, readUsers, readOverview]) {
    expect(await ask(door, parts.kept)).toEqual(await ask(door, parts.live));
  }
  expect(await parts.verify()).toEqual([]);
}

test("an account, a person of it, one of another and one of none", async () => {
  const [before, peopleBefore, contactsBefore] = [await accounts(), await people(), await contacts()];
  const { facts } = system.store;
  await facts.push("accounts", [{ id: "later", createdAt: TOMORROW, subscription: "active" }], NOW_MS);
  await facts.push(
    "users",
    [
      { id: "of-later", accounts: ["later"] },
      { id: "comes-later", accounts: ["acme"], createdAt: TOMORROW },
      { id: "nowhere-yet", createdAt: TOMORROW },
    ],
    NOW_MS,
  );
  expect(await parts.keepUp()).toBe(2);
  // It has been looked at.
  expect(await parts.keepUp()).toBe(0);
  expect([await accounts(), await people(), await contacts()]).toEqual([before, peopleBefore, contactsBefore]);
  await expectAsLive();
});

test("one that begins later today is there, and when its day is put off nothing of it stays", async () => {
  const { facts } = system.store;
  await facts.push("accounts", [{ id: "later", createdAt: NOW_MS + 60_000 }], NOW_MS);
  expect([await parts.keepUp(), await parts.keepUp()]).toEqual([1, 0]);
  expect(await accounts()).toContain("later");
  expect(await people()).toContain("of-later");
  await expectAsLive();
  // It counts as what it is in the list: a company, from which nothing has come yet.
  const list = await ask<AccountsReply>(readAccounts, parts.kept);
  const staying = list.rows.filter(({ churnedAt }) => (churnedAt ?? NOW_MS + 1) > NOW_MS);
  const silent = staying.filter(({ lastReceivedAt }) => lastReceivedAt === null).map(({ account }) => account);
  const { tiles } = await ask<OverviewReply>(readOverview, parts.kept);
  expect(tiles.find(({ number }) => number === "companies")?.value).toBe(
    staying.filter(({ inRoster }) => inRoster).length,
  );
  expect([silent.includes("later"), list.silentAccounts]).toEqual([true, silent.length]);
  const filtered = await ask<AccountsReply>(readAccounts, parts.kept, { silent: "true" });
  expect(filtered.rows.map(({ account }) => account).toSorted()).toEqual(silent.toSorted());
  await facts.push("accounts", [{ id: "later", createdAt: TOMORROW }], NOW_MS);
  expect([await parts.keepUp(), await parts.keepUp()]).toEqual([1, 0]);
  expect(await accounts()).not.toContain("later");
  expect(await people()).not.toContain("of-later");
  await expectAsLive();
  const { kept } = await openReading(parts.kept, ALL_ACCOUNTS, { period: "month", asOf: null, filters: NO_FILTERS });
  expect(kept?.accountsWhere(ALL_ACCOUNTS, NO_FILTERS, { name: null, nowMs: NOW_MS })).not.toContain("later");
});
