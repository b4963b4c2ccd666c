import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountReply, SparklinesReply, UserReply } from "./contract.ts";
import { readSparklines } from "./sparklines.ts";
import { askDoor, MINUTE_MS, readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const sparklines = (query: string) => readJson<SparklinesReply>(system, `/v1/sparklines?${query}`);

test("14 closed days of each account that was asked for, in that order", async () => {
  const { from, to, rows } = await sparklines(
    "accounts=beta&accounts=nobody&accounts=acme&series=featuresUsed,activeMs,activeUsers",
  );
  expect([from, to, rows.map(({ id }) => id)]).toEqual(["2026-11-04", "2026-11-17", ["beta", "acme"]]);
  expect(rows[1]?.series).toEqual({
    featuresUsed: [1, 1, 1, 0, 1, 1, 1, 1, 1, 2, 0, 0, 1, 1],
    activeMs: [5, 5, 5, 0, 2, 5, 5, 5, 5, 7, 0, 0, 5, 8].map(
      (minutes, index) => minutes * MINUTE_MS + (index === 13 ? 500 : 0),
    ),
    activeUsers: [1, 1, 1, 0, 1, 1, 1, 1, 1, 2, 0, 0, 1, 2],
  });
});

test("they are those of the page of the account, and of the person", async () => {
  const acme = (await readJson<AccountReply>(system, "/v1/accounts/acme")).strip;
  const ofAcme = (await sparklines("accounts=acme&series=featuresUsed,modulesUsed")).rows[0];
  expect(ofAcme?.series).toEqual({ featuresUsed: acme.features, modulesUsed: acme.modules });
  const uma = (await readJson<UserReply>(system, "/v1/users/uma")).strip;
  const ofUma = (await sparklines("users=uma&series=featuresUsed,modulesUsed")).rows[0];
  expect(ofUma?.series).toEqual({ featuresUsed: uma.features, modulesUsed: uma.modules });
});

test("before the first day there is no data, which is no zero", async () => {
  const { rows } = await sparklines("accounts=young&accounts=silent&series=activeMs");
  expect(rows[0]?.series.activeMs).toEqual([...Array.from({ length: 13 }, () => null), 900]);
  expect(rows[1]?.series.activeMs).toEqual(Array.from({ length: 14 }, () => null));
});

test("however many there are, the store is asked as often", async () => {
  const series = "series=featuresUsed,activeMs,activeUsers";
  const questions = async (accounts: string) =>
    (await askDoor(system, readSparklines, { query: `accounts=${accounts}&${series}` })).questions;
  expect([
    await questions("acme"),
    await questions(["acme", "beta", "gone", "young", "silent"].join("&accounts=")),
    // Once more for all of whom nothing is known just before the chart.
  ]).toEqual([5, 6]);
});

test.each([
  ["", "1 to 100 ids"],
  [`accounts=${Array.from({ length: 101 }, (_, index) => index).join("&accounts=")}`, "1 to 100 ids"],
  ["accounts=acme,beta", "what there is, one value each, such as accounts=acme&accounts=beta"],
  ["accounts=acme&users=uma", "no users beside accounts"],
  ["accounts=acme&series=luck", "featuresUsed, modulesUsed, activeMs, activeUsers"],
  ["accounts=acme&series=featuresUsed,modulesUsed,activeMs,activeUsers", "1 to 3 of"],
  ["users=uma&series=activeUsers", "featuresUsed, modulesUsed, activeMs, since"],
])("%s is refused", async (query, allowed) => {
  const [status, detail] = await readProblem(system, `/v1/sparklines?${query}`);
  expect([status, detail]).toEqual([400, expect.stringContaining(`Allowed: ${allowed}`)]);
});
