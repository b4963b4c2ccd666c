import { expect, test } from "vitest";
import type { FeaturesReply, OverviewReply, SegmentMembersReply, TrendReply, UsersReply } from "./contract.ts";
import { describeWorkspaces, fileRows, type Query } from "./test-support/agreement-workspaces.ts";
import { naiveActiveMs, naiveActiveUsers, naively } from "./test-support/naive-metrics.ts";
import { TODAY } from "./test-support/random-workspace.ts";
import { valueFromList } from "./test-support/value-from-list.ts";

/** Of the people of a segment one number, too, wherever it is asked for. */

const [FIRST_OF_MONTH, LAST_30] = [TODAY - 17, TODAY - 29];

describeWorkspaces(({ workspace, get, read, explain }) => {
  test.each<Query>([
    { userSegment: "admins" },
    { userSegment: "busy" },
    { userSegment: "busy", plan: "pro" },
    { userSegment: "admins", segment: "paying", period: "30d" },
  ])("of the people of %j everything is what they did, wherever it is asked", async (query) => {
    const { userSegment = "", ...others } = query;
    const { rows } = await read<SegmentMembersReply>(`/v1/segments/${userSegment}/members`, { limit: "1000" });
    const members = new Set(rows.map(({ id }) => id));
    const { rows: users } = await read<UsersReply>("/v1/users", { ...query, sort: "name" });
    const everybody = await read<UsersReply>("/v1/users", { ...others, sort: "name" });
    expect(users.map(({ user }) => user)).toEqual(
      everybody.rows.map(({ user }) => user).filter((user) => members.has(user)),
    );
    expect((await explain("contacts", query)).value).toBe(users.length);
    const overview = await read<OverviewReply>("/v1/overview", query);
    for (const { number, subject, value } of overview.tiles) {
      const opened = await explain(number, { ...query, ...subject });
      expect([number, subject, opened.value]).toEqual([number, subject, value]);
      const close = expect.closeTo(value ?? 0, 9) as number;
      expect([number, valueFromList(opened).value]).toEqual([number, value === null ? null : close]);
    }
    const { rows: features } = await read<FeaturesReply>("/v1/features", query);
    const file = await fileRows(await get("/v1/features", { ...query, format: "csv" }));
    const naive = naively(workspace);
    const days = { from: query["period"] === "30d" ? LAST_30 : FIRST_OF_MONTH, to: TODAY };
    const isTheirs = new Set(users.flatMap(({ user, accounts }) => accounts.map((account) => `${account} ${user}`)));
    const theirs = { ...naive, cells: naive.cells.filter((cell) => isTheirs.has(`${cell.account} ${cell.user}`)) };
    for (const [index, row] of features.entries()) {
      const { feature } = row;
      expect({ feature, activeMs: row.activeMs, users: row.users }).toEqual({
        feature,
        activeMs: naiveActiveMs(theirs, { feature, ...days }),
        users: naiveActiveUsers(theirs, { feature, ...days }),
      });
      for (const column of ["activeMs", "engagement", "adoptedUsers", "eligibleUsers", "adoptionPercent"] as const) {
        expect([feature, column, file[index]?.[column]]).toEqual([feature, column, `${row[column] ?? ""}`]);
        if (!row.defined) continue;
        const { value } = await explain(column, { ...query, feature });
        expect([feature, column, value]).toEqual([feature, column, row[column]]);
      }
    }
    const trend = await read<TrendReply>("/v1/trend", { ...query, number: "activeMs" });
    // Where nothing is known of them at all there is no sum, not 0.
    expect(trend.total ?? 0).toBe(naiveActiveMs(theirs, days));
    const cells = await explain("activeMs", { ...query, account: "acme", by: "cell" });
    expect(valueFromList(cells)).toEqual({ value: naiveActiveMs(theirs, { account: "acme", ...days }) });
  });
});
