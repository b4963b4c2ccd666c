import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, UserReply, UsersReply } from "./contract.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** Breadth, depth and frequency: how widely, how deeply and how often somebody uses the product. */

const DAY_MS = 86_400_000;
const ago = (days: number): number => START_MS - days * DAY_MS;
const isoDay = (days: number): string => new Date(ago(days)).toISOString().slice(0, 10);

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: {
        calendars: { name: "Calendars", module: "plan" },
        tasks: { name: "Tasks", module: "plan" },
        reports: { name: "Reports" },
      },
      modules: { plan: { name: "Plan" } },
    },
  });
  const { facts } = system.store;
  await facts.putUsers([
    { id: "ann", accounts: ["acme", "beta"] },
    { id: "ben", accounts: ["acme"] },
    { id: "never", accounts: ["acme"] },
  ]);
  await system.collect(
    {
      id: writerId("ann-acme"),
      account: "acme",
      user: "ann",
      cells: [
        // Today is going on, and what was 29 days ago is too long ago.
        cellOf("calendars", START_MS, 900_000),
        cellOf("calendars", ago(1), 60_000),
        cellOf("reports", ago(1), 59_999),
        cellOf("tasks", ago(28), 300_000),
        cellOf("tasks", ago(29), 800_000),
      ],
    },
    { id: writerId("ann-beta"), account: "beta", user: "ann", cells: [cellOf("calendars", ago(3), 200_000)] },
  );
  // The server has seen them where the tracker hasn't: often, and nobody knows for how long.
  await facts.push(
    "presence",
    [2, 3].map((days) => ({ account: "acme", user: "ann", day: Math.floor(ago(days) / DAY_MS) })),
    START_MS,
  );
  await facts.push("presence", [{ account: "acme", user: "ben", day: Math.floor(ago(20) / DAY_MS) }], START_MS);
});
afterAll(() => system.stop());

async function rowOf(user: string, query = ""): Promise<UsersReply["rows"][number] | undefined> {
  const { rows } = await readJson<UsersReply>(system, `/v1/users?${query}`);
  return rows.find((row) => row.user === user);
}

test("a person's depth is the median of the days on which they were seen, their frequency the share of such days", async () => {
  expect(await rowOf("ann")).toMatchObject({
    featuresUsed: 1,
    modulesUsed: 1,
    depthMs: 200_000,
    frequencyPercent: 400 / 28,
  });
  expect(await rowOf("ben")).toMatchObject({
    featuresUsed: null,
    modulesUsed: null,
    depthMs: null,
    frequencyPercent: 100 / 28,
  });
  const unknown = { featuresUsed: null, modulesUsed: null, depthMs: null, frequencyPercent: null };
  expect(await rowOf("never")).toMatchObject(unknown);
});

test("in one account it is that of what they do there", async () => {
  expect(await rowOf("ann", "account=beta")).toMatchObject({ depthMs: 200_000, frequencyPercent: 100 / 28 });
  const { user } = await readJson<UserReply>(system, "/v1/users/ann?account=acme");
  expect(user).toMatchObject({ depthMs: (119_999 + 300_000) / 2, frequencyPercent: 400 / 28 });
});

test("both open as the days they are made of, and sort", async () => {
  const depth = await readJson<ExplainReply>(system, "/v1/explain?number=depthMs&user=ann");
  expect([depth.value, depth.rows.map(({ id, value }) => [id, value])]).toEqual([
    200_000,
    [
      [isoDay(28), 300_000],
      [isoDay(3), 200_000],
      [isoDay(1), 119_999],
    ],
  ]);
  for (const { opens, value } of depth.rows) {
    expect((await readJson<ExplainReply>(system, opens?.address ?? "")).value).toBe(value);
  }
  const frequency = await readJson<ExplainReply>(system, "/v1/explain?number=frequencyPercent&user=ann");
  expect(frequency).toMatchObject({ value: 400 / 28, total: 4, terms: [{ value: 4 }, { value: 28 }] });
  const sorted = async (by: string) =>
    (await readJson<UsersReply>(system, `/v1/users?sort=${by}`)).rows.map(({ user }) => user);
  expect(await sorted("-frequencyPercent")).toEqual(["ann", "ben", "never"]);
  expect(await sorted("featuresUsed")).toEqual(["ann", "ben", "never"]);
});
