import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { NOW_MS, SLOT, TODAY } from "../../test-support/harness.ts";
import { makeReadyPlace } from "../test-support/sqlite-place.ts";

/** A store with a little of all that a host's server tells, whose file is changed behind its back. */
async function findingsAfter(change: string): Promise<readonly object[]> {
  const place = makeReadyPlace();
  const { facts, close } = await place.open();
  onTestFinished(async () => {
    await close();
    await place.remove();
  });
  const asset = { id: "w", account: "acme", type: "flow" };
  await facts.push("assets", [{ ...asset, createdAt: NOW_MS - 900_000, configured: true, runs: 4 }], NOW_MS);
  await facts.push("assets", [{ ...asset, configured: false, runs: 9 }], NOW_MS);
  await facts.push("actions", [{ account: "acme", action: "sent", slot: SLOT, count: 3 }], NOW_MS);
  await facts.push("presence", [{ account: "acme", user: "u_1", day: TODAY }], NOW_MS);
  await facts.push("gauges", [{ account: "acme", gauge: "gb", day: TODAY, value: 1 }], NOW_MS);
  await facts.push("seats", [{ account: "acme", module: "plan", licensed: 1 }], NOW_MS);
  expect(await facts.verify()).toEqual([]);
  const database = new DatabaseSync(place.path, { enableForeignKeyConstraints: false });
  database.exec(change);
  database.close();
  return facts.verify();
}

test.for([
  [
    "counts of assets that nothing explains",
    "UPDATE asset_changes SET assets = assets + 2 WHERE active_assets = 1",
    "asset_changes",
    `account acme, slot ${SLOT - 1}`,
    "of type flow says 3 and 1 more assets and active ones, which come to 1 and 1",
  ],
  [
    "a change of the counts that is missing",
    "DELETE FROM asset_changes WHERE active_assets = -1",
    "asset_changes",
    `account acme, slot ${SLOT}`,
    "of type flow says 0 and 0 more assets and active ones, which come to 0 and -1",
  ],
  [
    "an asset that was made another time",
    "UPDATE assets SET created_at_ms = created_at_ms - 900000",
    "asset_changes",
    `account acme, slot ${SLOT - 2}`,
    "of type flow says 0 and 0 more assets and active ones, which come to 1 and 1",
  ],
  [
    "runs that are missing",
    "DELETE FROM asset_runs",
    "asset_runs",
    "account acme",
    "of flow w lack 9 runs that it had",
  ],
  [
    "a count of assets that exist",
    "UPDATE asset_counts SET assets = assets + 2",
    "asset_counts",
    "account acme",
    "of type flow says 3 and 0 assets and active ones, and there are 1 and 0",
  ],
  [
    "another name than an asset has",
    "UPDATE assets SET name_key = 'z'",
    "assets",
    "account acme",
    "of flow w is sorted or searched by another name than it has",
  ],
  ["an asset of nobody", "UPDATE assets SET account = 99", "assets", "account number 99", "names no known account"],
  ["seats of nobody", "UPDATE seats SET account = 99", "seats", "account number 99", "names no known account"],
  [
    "a presence of nobody",
    "DELETE FROM members WHERE user > 0",
    "presence",
    "day 2026-11-18, account acme, user u_1",
    "belongs to no member",
  ],
  [
    "a gauge that isn't there",
    "DELETE FROM gauges",
    "gauge_days",
    "account acme, gauge 1, day 2026-11-18",
    "names no known gauge",
  ],
  [
    "a count of nobody",
    "DELETE FROM members WHERE user = 0",
    "base_actions",
    expect.any(String),
    "belongs to no member",
  ],
] as const)("verifying finds %s", async ([, change, table, key, problem]) => {
  expect(await findingsAfter(change)).toContainEqual({ kind: "broken", table, key, problem });
});

test("verifying finds a pushed count that isn't in its rollup", async () => {
  expect(await findingsAfter("UPDATE base_actions SET count = 5")).toMatchObject([
    { table: "member_action_days", stored: "count 3", recomputed: "count 5" },
    { table: "account_action_days", stored: "count 3", recomputed: "count 5" },
    { table: "action_days", stored: "count 3", recomputed: "count 5" },
  ]);
});
