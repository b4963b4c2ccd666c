import { expect, test } from "vitest";
import type { MeReply } from "@uptake/tracker/protocol";
import type { AccountsReply, AccountsRow, ExplainReply, FeaturesReply, UsersReply, UsersRow } from "./contract.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { describeWorkspaces, fileRows, type Query } from "./test-support/agreement-workspaces.ts";
import {
  naiveActiveMs,
  naiveActiveUsers,
  naiveAdopters,
  naiveEngagement,
  naiveGone,
  naively,
  naiveVisits,
} from "./test-support/naive-metrics.ts";
import { DEFINITIONS, TODAY } from "./test-support/random-workspace.ts";
import { valueFromList } from "./test-support/value-from-list.ts";

/**
 * One number, wherever it is asked for: whatever a workspace holds, a column equals the explanation's value, which equals
 * its list, the cell of the CSV file, what the widget shows, and what a slow second implementation makes of the cells.
 */

const [FIRST_OF_MONTH, LAST_30] = [TODAY - 17, TODAY - 29];

const IDS: Query = {
  account: "acme beta",
  user: "u_1 u_2",
  feature: "calendars",
  module: "plan sell",
  inSegment: "busy",
  action: "sent booked",
  per: "booked invoiced",
};

/** What numbers are asked about that are about these; nothing where they are about others, or about all. */
function subjectsOf(requires: readonly string[]): readonly Query[] {
  if (requires.length === 0) return [];
  return requires.reduce<readonly Query[]>(
    (some, part) =>
      some.flatMap((about) => (IDS[part]?.split(" ") ?? []).map((id) => Object.assign({}, about, { [part]: id }))),
    [{}],
  );
}

describeWorkspaces(({ workspace, system, get, read, explain }) => {
  test("every number equals its list: the sum, the length, one term over another, the parts", async () => {
    for (const [number, { requires }] of NUMBERS) {
      // Those of one member, or of one step of a report.
      if (requires !== undefined) continue;
      for (const period of ["month", "all"]) {
        const reply = await explain(number, { period });
        const close = expect.closeTo(reply.value ?? 0, 9) as number;
        const value = reply.value === null ? null : close;
        expect({ number, period, ...valueFromList(reply) }).toEqual({ number, period, value });
        expect(reply.total).toBe(reply.rows.length);
      }
    }
  });

  test("so does every number that is always about something, whatever that is", async () => {
    for (const [number, { requires }] of NUMBERS) {
      for (const about of subjectsOf(requires ?? [])) {
        const reply = await explain(number, { period: "30d", ...about });
        const close = expect.closeTo(reply.value ?? 0, 9) as number;
        const value = reply.value === null ? null : close;
        expect({ number, ...about, ...valueFromList(reply) }).toEqual({ number, ...about, value });
      }
    }
  });

  test("a number opens level by level, and every level adds up to the row it came from", async () => {
    for (const number of ["activeMs", "visits", "engagement"]) {
      for (const by of ["account", "user", "feature", "day"]) {
        const whole = await explain(number, { period: "30d", by });
        expect({ number, by, ...valueFromList(whole) }).toEqual({ number, by, value: whole.value });
        for (const row of whole.rows) {
          if (row.opens === null) continue;
          const part = await read<ExplainReply>(row.opens.address);
          expect({ row: row.id, value: part.value }).toEqual({ row: row.id, value: row.value });
        }
      }
      const accounts = await explain(number, { period: "30d" });
      for (const { id, value } of accounts.rows) {
        const cells = await explain(number, { period: "30d", account: id, by: "cell" });
        expect({ number, account: id, ...valueFromList(cells) }).toEqual({ number, account: id, value });
      }
    }
  });

  test("columns of accounts equal what explains them, and the cells of the file", async () => {
    const columns: readonly (keyof AccountsRow & string)[] = [
      "activeMs",
      "visits",
      "engagement",
      "assets",
      "activeAssets",
      "activeAssetPercent",
      "activeUsers",
      "dailyUsers",
      "weeklyUsers",
      "monthlyUsers",
      "inactiveUsers",
      "neverSeenUsers",
      "adoptionPercent",
      "healthScore",
      "productEngagementScore",
    ];
    const { rows } = await read<AccountsReply>("/v1/accounts");
    const file = await fileRows(
      await get("/v1/accounts", { format: "csv", columns: ["account", ...columns].join(",") }),
    );
    expect(file.map(({ account }) => account)).toEqual(rows.map(({ account }) => account));
    for (const [index, row] of rows.entries()) {
      for (const column of columns) {
        const { value } = await explain(column, { account: row.account });
        const where = `${column} of ${row.account}`;
        expect([where, row[column]]).toEqual([where, value]);
        expect([where, file[index]?.[column]]).toEqual([where, value === null ? "" : String(value)]);
      }
      expect(row.knownUsers).toBe(
        row.dailyUsers + row.weeklyUsers + row.monthlyUsers + row.inactiveUsers + row.neverSeenUsers,
      );
    }
  });

  test("columns of features equal what explains them, the cells of the file, and both terms of their rates", async () => {
    const columns = [
      "exposedUsers",
      "activatedUsers",
      "tried",
      "adopted",
      "lapsed",
      "adoptedUsers",
      "eligibleUsers",
      "adoptionPercent",
      "adoptedUsersBeforeAnswers",
      "eligibleUsersBeforeAnswers",
      "adoptionPercentBeforeAnswers",
      "adoptedAccounts",
      "eligibleAccounts",
      "notAdoptedAccounts",
      "accountAdoptionPercent",
    ] as const;
    const numbers: Readonly<Record<string, string>> = {
      exposedUsers: "funnelExposed",
      activatedUsers: "funnelActivated",
      tried: "triedMembers",
      adopted: "adoptedMembers",
      lapsed: "lapsedMembers",
    };
    for (const query of [{}, { account: "acme" }, { plan: "pro" }] as readonly Query[]) {
      const { rows } = await read<FeaturesReply>("/v1/features", query);
      const file = await fileRows(await get("/v1/features", { ...query, format: "csv" }));
      for (const [index, row] of rows.entries()) {
        if (!row.defined) continue;
        for (const column of columns) {
          const { value } = await explain(numbers[column] ?? column, { ...query, feature: row.feature });
          const where = `${column} of ${row.feature}`;
          expect([where, row[column]]).toEqual([where, value]);
          expect([where, file[index]?.[column]]).toEqual([where, value === null ? "" : String(value)]);
        }
        expect(row.adoptedUsers).toBeLessThanOrEqual(row.adopted);
        expect(row.adoptedUsers).toBeLessThanOrEqual(row.activatedUsers);
        expect(row.activatedUsers).toBeLessThanOrEqual(row.exposedUsers);
        expect(row.adoptedAccounts).toBeLessThanOrEqual(row.eligibleAccounts);
      }
      if (query["account"] === undefined) continue;
      const ofAccount = await read<FeaturesReply>(`/v1/accounts/${query["account"]}/features`);
      expect(ofAccount.rows).toEqual(rows.map((row) => expect.objectContaining(row) as FeaturesReply["rows"][number]));
    }
  });

  test("columns of people equal what explains them, and the five classes add up to the contacts", async () => {
    const { rows, total } = await read<UsersReply>("/v1/users");
    const columns: readonly (keyof UsersRow & string)[] = [
      "activeMs",
      "visits",
      "engagement",
      "adoptionPercent",
      "healthScore",
    ];
    for (const row of rows) {
      for (const column of columns) {
        const where = `${column} of ${row.user}`;
        expect([where, row[column]]).toEqual([where, (await explain(column, { user: row.user })).value]);
      }
    }
    const classes = ["daily", "weekly", "monthly", "inactive", "neverSeen"];
    const counts = await Promise.all(classes.map(async (name) => (await explain(`${name}Users`)).value ?? 0));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
    expect((await explain("contacts")).value).toBe(total);
  });

  test("the widget shows what the lists show", async () => {
    const { rows } = await read<UsersReply>("/v1/users");
    for (const { user, accounts } of rows) {
      for (const account of accounts) {
        const bearer = await system().token({ user, account });
        const me = (await (await system().request("/v1/me", { bearer })).json()) as MeReply;
        const adopted = await explain("adoptedMembers", { account });
        for (const { feature, activeMs, visits, stage } of me.features) {
          const where = { account, user, feature };
          const query = { period: "all", ...where };
          expect({ ...where, activeMs, visits }).toEqual({
            ...where,
            activeMs: (await explain("activeMs", query)).value,
            visits: (await explain("visits", query)).value,
          });
          const isListed = adopted.rows.some(
            ({ details }) => details["user"] === user && details["feature"] === feature,
          );
          expect({ ...where, isListed }).toEqual({ ...where, isListed: stage === "adopted" });
        }
      }
    }
  });

  test("a slow second implementation over the cells comes to the same", async () => {
    const naive = naively(workspace);
    const days = { from: FIRST_OF_MONTH, to: TODAY };
    const accounts = await read<AccountsReply>("/v1/accounts");
    for (const { account, activeMs, visits, engagement, activeUsers } of accounts.rows) {
      expect({ account, activeMs, visits, engagement, activeUsers }).toEqual({
        account,
        activeMs: naiveActiveMs(naive, { account, ...days }),
        visits: naiveVisits(naive, { account, ...days }),
        engagement: naiveEngagement(naive, { account, ...days }),
        activeUsers: naiveActiveUsers(naive, { account, ...days }),
      });
    }
    const features = await read<FeaturesReply>("/v1/features", { period: "30d" });
    for (const { feature, activeMs, engagement, users } of features.rows) {
      const choice = { feature, from: LAST_30, to: TODAY };
      expect({ feature, activeMs, engagement, users }).toEqual({
        feature,
        activeMs: naiveActiveMs(naive, choice),
        engagement: naiveEngagement(naive, choice),
        users: naiveActiveUsers(naive, choice),
      });
    }
    for (const [feature, { thresholdMs = 420_000 }] of Object.entries(DEFINITIONS.features)) {
      const { rows } = await explain("adoptedMembers", { feature });
      const found = new Set(rows.map(({ details }) => `${details["account"]} ${details["user"]}`));
      expect({ feature, found }).toEqual({
        feature,
        found: naiveAdopters(naive, naiveGone(workspace, (TODAY + 1) * 86_400_000), feature, thresholdMs),
      });
    }
  });
});
