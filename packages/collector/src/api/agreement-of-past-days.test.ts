import { expect, test } from "vitest";
import { HEALTH_CLASSES, HEALTH_LEVELS } from "../domain/health/health-class.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { AccountsReply, AssetsReply, FeaturesReply, OverviewReply, UsersReply } from "./contract.ts";
import { describeWorkspaces } from "./test-support/agreement-workspaces.ts";
import {
  dayOfCell as naiveDay,
  naiveAccounts,
  naiveActiveMs,
  naiveAdopters,
  naiveAreAssetsTold,
  naiveAssets,
  naiveGone,
  naiveLogins,
  naively,
  naiveVisits,
} from "./test-support/naive-metrics.ts";
import { TODAY } from "./test-support/random-workspace.ts";

/** As of an earlier day, too, every number is one wherever it is asked for, and what a slow second implementation says. */

describeWorkspaces(({ workspace, read, explain }) => {
  test("as of an earlier day only what was used up to it counts", async () => {
    const naive = naively(workspace);
    const to = TODAY - 10;
    const asOf = new Date(to * 86_400_000).toISOString().slice(0, 10);
    const { rows, period } = await read<AccountsReply>("/v1/accounts", { asOf, period: "all" });
    expect(period).toMatchObject({ through: asOf, isOpen: false });
    for (const { account, activeMs } of rows) {
      expect({ account, activeMs }).toEqual({ account, activeMs: naiveActiveMs(naive, { account, to }) });
    }
    const { rows: adopters } = await explain("adoptedMembers", { asOf, feature: "calendars" });
    const until = {
      cells: naive.cells.filter((cell) => naiveVisits({ cells: [{ ...cell, visits: 1 }] }, { to }) === 1),
    };
    expect(new Set(adopters.map(({ details }) => `${details["account"]} ${details["user"]}`))).toEqual(
      naiveAdopters(until, naiveGone(workspace, (to + 1) * 86_400_000), "calendars", 420_000),
    );
  });

  test.each([30, 20, 10, 2, 1])("accounts and people are those of the end of the day, %i days ago", async (daysAgo) => {
    const naive = naively(workspace);
    const day = TODAY - daysAgo;
    const asOf = isoDate(day);
    const { rows, youngAccounts, silentAccounts } = await read<AccountsReply>("/v1/accounts", { asOf });
    expect(new Set(rows.map(({ account }) => account))).toEqual(naiveAccounts(naive, workspace, day));
    for (const row of rows) {
      const { account, dailyUsers, weeklyUsers, monthlyUsers, inactiveUsers } = row;
      const logins = { daily: dailyUsers, weekly: weeklyUsers, monthly: monthlyUsers, inactive: inactiveUsers };
      expect({ account, ...logins }).toEqual({ account, ...naiveLogins(naive, workspace, { account, day }) });
      const heard = naive.cells.some((cell) => cell.account === account && naiveDay(cell) <= day);
      expect([account, row.lastReceivedAt !== null]).toEqual([account, heard]);
      expect(row.lastReceivedAt ?? 0).toBeLessThan((day + 1) * 86_400_000);
      const isTold = workspace.actions.some((told) => told.account === account && naiveDay(told) <= day);
      expect([account, row.hasData]).toEqual([account, heard || isTold]);
      // "gone" left five days ago.
      const isChurned = account === "gone" && daysAgo < 5;
      expect([account, row.kind === "churned"]).toEqual([account, isChurned]);
    }
    expect((await explain("youngAccounts", { asOf })).value).toBe(youngAccounts);
    const there = rows.filter(({ kind }) => kind !== "churned");
    const silent = there.filter(({ hasData }) => !hasData).length;
    expect([(await explain("silentAccounts", { asOf })).value, silentAccounts]).toEqual([silent, silent]);
    const levels = await Promise.all(
      [...HEALTH_LEVELS, "unknown"].map((name) => explain(`${name}AdoptionAccounts`, { asOf })),
    );
    // Every company is in one class of health, and those of the day before a period can be lost in it.
    const companies = (await explain("companies", { asOf })).value;
    const classes = await Promise.all(
      [...HEALTH_CLASSES, "unknownHealth"].map((name) => explain(`${name}Accounts`, { asOf })),
    );
    for (const all of [classes, levels]) {
      expect(all.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(companies);
    }
    const [, atStart] = (await explain("churnPercent", { from: isoDate(day + 1), to: isoDate(day + 1) })).terms;
    expect(atStart?.value).toBe(companies);
    // Whoever is in a list is in the number, and nobody else.
    const people = await read<UsersReply>("/v1/users", { asOf });
    expect((await explain("contacts", { asOf })).value).toBe(people.total);
    const members = people.rows.flatMap(({ accounts }) => accounts);
    expect(rows.reduce((sum, { knownUsers }) => sum + knownUsers, 0)).toBe(members.length);
    expect(members.filter((account) => !rows.some((row) => row.account === account))).toEqual([]);
  });

  test.each([40, 15, 7, 1, 0])("assets are those of the end of the day, %i days ago", async (daysAgo) => {
    const day = TODAY - daysAgo;
    const asOf = isoDate(day);
    const { rows } = await read<AccountsReply>("/v1/accounts", { asOf });
    const areTold = naiveAreAssetsTold(workspace, day);
    const unknown = { assets: null, activeAssets: null };
    for (const { account, assets, activeAssets } of rows) {
      const naive = { account, ...naiveAssets(workspace, { account, day }) };
      expect({ account, assets, activeAssets }).toEqual(areTold ? naive : { account, ...unknown });
      const list = await read<AssetsReply>("/v1/assets", { asOf, account });
      const active = list.rows.filter((row) => row.active).length;
      expect({ account, assets: list.total, activeAssets: active }).toEqual(naive);
    }
    const all = naiveAssets(workspace, { day });
    for (const number of ["assets", "activeAssets"] as const) {
      const { value, total, rows: behind } = await explain(number, { asOf });
      expect([number, value, total, behind.length]).toEqual([
        number,
        areTold ? all[number] : null,
        ...Array<number>(2).fill(all[number]),
      ]);
      const { rows: features } = await read<FeaturesReply>("/v1/features", { asOf });
      const own = await explain(number, { asOf, feature: "calendars" });
      expect(own.value).toBe(features.find(({ feature }) => feature === "calendars")?.[number]);
      // No type of assets is of contacts.
      const none = await explain(number, { asOf, feature: "contacts" });
      expect([none.value, features.find(({ feature }) => feature === "contacts")?.[number]]).toEqual([null, null]);
    }
    // The days after are compared with it, once they have begun.
    if (daysAgo === 0) return;
    const { tiles } = await read<OverviewReply>("/v1/overview", { from: isoDate(day + 1), to: isoDate(day + 3) });
    const before = tiles.find(({ number, group }) => group === "metrics" && number === "assets")?.previous;
    expect(before ?? all.assets).toBe(all.assets);
  });
});
