import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { AccountsReply, AccountsRow, ExplainReply, OverviewReply } from "./contract.ts";
import { readJson, startReportWorkspace, TODAY } from "./test-support/report-workspace.ts";

/** Numbers of days that are over are those of their end, and not what is so today. */

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const read = <Reply>(path: string) => readJson<Reply>(system, path);
const day = (daysAgo: number): string => isoDate(TODAY - daysAgo);
const days = (from: number, to: number): string => `from=${day(from)}&to=${day(to)}`;

describe("days of one's own that are over", () => {
  test.each([
    "accounts?",
    "accounts/acme?",
    "accounts/acme/features?",
    "users?",
    "users/uma?",
    "features?",
    "modules?",
    "overview?",
    "attention?",
    "stages?",
    "milestones?",
    "coverage?",
    "assets?",
    "trend?number=activeMs&",
    "trend?number=assets&",
    "explain?number=weeklyUsers&",
    "explain?number=assets&",
    "explain?number=companies&",
    "explain?number=healthScore&account=acme&",
  ])("%s tells states as of their last day, as with asOf", async (path) => {
    const own = await read<object>(`/v1/${path}${days(40, 10)}`);
    expect(own).toEqual(await read<object>(`/v1/${path}${days(40, 10)}&asOf=${day(10)}`));
    expect(own).toMatchObject({ period: { name: "custom", through: day(10), isOpen: false } });
  });

  test("an account that has left since then was still a customer", async () => {
    const rowOf = async (query: string): Promise<AccountsRow | undefined> =>
      (await read<AccountsReply>(`/v1/accounts?${query}`)).rows.find(({ account }) => account === "gone");
    expect(await rowOf("")).toMatchObject({ kind: "churned" });
    expect(await rowOf(days(40, 10))).toMatchObject({ kind: "regular" });
    // What was asked for goes before the end of the period.
    expect(await rowOf(`${days(40, 10)}&asOf=${day(0)}`)).toMatchObject({ kind: "churned" });
  });

  test("are told as the period before them is, when the next one is compared with it", async () => {
    const values = async (query: string, of: "value" | "previous") =>
      new Map(
        (await read<OverviewReply>(`/v1/overview?${query}`)).tiles.map((tile) => [
          JSON.stringify([tile.group, tile.number, tile.subject]),
          tile[of],
        ]),
      );
    const then = await values(days(20, 11), "value");
    const previous = await values(days(10, 1), "previous");
    const compared = [...previous].filter(([tile, value]) => value !== null && then.has(tile));
    expect(compared.length).toBeGreaterThan(30);
    expect(compared.map(([tile]) => [tile, then.get(tile)])).toEqual(compared);
  });

  test("days that are not over yet end today", async () => {
    const reply = await read<AccountsReply>(`/v1/accounts?${days(10, -10)}`);
    expect(reply.period).toMatchObject({ through: day(0), isOpen: true });
  });
});

test("who was marked to be watched on an earlier day isn't kept, and the explanation says so", async () => {
  const now = await read<ExplainReply>("/v1/explain?number=premiumAccounts");
  expect([now.value, now.excluded]).toEqual([1, []]);
  const then = await read<ExplainReply>(`/v1/explain?number=premiumAccounts&asOf=${day(10)}`);
  expect([then.value, then.total]).toEqual([null, 0]);
  expect(then.excluded).toEqual([
    { what: "Marked accounts", why: expect.stringContaining("as it is now") as string, value: null },
  ]);
});
