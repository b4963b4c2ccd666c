import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, ModuleAccountsReply, ModulesReply } from "./contract.ts";
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
