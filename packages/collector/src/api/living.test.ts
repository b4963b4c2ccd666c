import { afterEach, beforeEach, expect, test } from "vitest";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, StagesReply } from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let system: TestCollector;
beforeEach(async () => {
  system = await startDoorWorkspace({
    definitions: {
      features: {
        conversations: { name: "Conversations", core: true },
        calendars: { name: "Calendars" },
        reports: { name: "Reports" },
        monthly: { name: "Monthly report", core: true, rhythmDays: 30 },
      },
      segments: {
        firsts: { name: "Firsts", of: "user", when: { kind: "attribute", attribute: "role", equals: "first" } },
      },
    },
    accounts: [{ id: "acme", name: "Acme" }],
    users: ["u_1", "u_2", "u_3"].map((id) => ({
      id,
      name: id,
      accounts: ["acme"],
      role: id === "u_1" ? "first" : "other",
    })),
  });
});
afterEach(() => system.stop());

let writers = 0;
function use(user: string, feature: string, activeMs: number, atMs = START_MS): Promise<Response> {
  writers += 1;
  const cells = [cellOf(feature, atMs, activeMs)];
  return system.collect({ id: writerId(`w${writers}`), account: "acme", user, cells });
}
async function read<Reply = StagesReply>(path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<Reply>;
}

test("who comes back has recovered for 14 days, and is active after that only if they stay", async () => {
  for (const user of ["u_1", "u_2"]) await use(user, "conversations", 7 * MINUTE_MS);
  system.clock.nowMs += 31 * DAY_MS;
  const backAtMs = system.clock.nowMs;
  for (const user of ["u_1", "u_2"]) await use(user, "conversations", MINUTE_MS, backAtMs);
  const livingAfter = async (days: number) => {
    system.clock.nowMs = backAtMs + days * DAY_MS;
    const { rows } = await read("/v1/stages?sort=name");
    return rows.map(({ living }) => living);
  };
  expect(await livingAfter(14)).toEqual(["recovered", "recovered"]);
  await use("u_1", "conversations", MINUTE_MS, system.clock.nowMs);
  expect(await livingAfter(14)).toEqual(["recovered", "recovered"]);
  expect(await livingAfter(15)).toEqual(["active", "cooling"]);
  const { value, rows } = await read<ExplainReply>("/v1/explain?number=recoveredAdopters&asOf=2026-12-20");
  expect(value).toBe(2);
  expect(rows[0]?.details).toMatchObject({
    rhythmDays: null,
    usedBefore: "2026-11-18",
    recoveredOn: "2026-12-19",
    lapsesOn: "2027-01-19",
  });
});

test("a monthly report cools after 60 days, and its explanation says by which rhythm", async () => {
  await use("u_1", "monthly", 7 * MINUTE_MS);
  system.clock.nowMs += 60 * DAY_MS;
  expect((await read("/v1/stages")).rows).toMatchObject([{ living: "active", lapsesOn: "2027-03-19" }]);
  system.clock.nowMs += DAY_MS;
  const { rows, features } = await read("/v1/stages?living=cooling");
  expect(rows).toHaveLength(1);
  expect(features.find(({ feature }) => feature === "monthly")).toMatchObject({
    cooling: 1,
    livingDays: { rhythmDays: 30, activeDays: 60, coolingDays: 120 },
  });
  const { terms } = await read<ExplainReply>("/v1/explain?number=coolingAdopters&feature=monthly");
  const source = { kind: "definitions", path: ["features", "monthly", "rhythmDays"] };
  expect(terms).toMatchObject([
    { name: "Rhythm, days", value: 30, source },
    { value: 60, source },
    { value: 120, source },
  ]);
});

test("a quiet lapse is listed until the account as a whole drops, or has left", async () => {
  const quiet = async (more = "") =>
    (await read(`/v1/stages?quiet=true${more}`)).rows.map(({ user, feature }) => [user, feature]);
  await use("u_1", "conversations", 7 * MINUTE_MS);
  await use("u_1", "reports", 7 * MINUTE_MS);
  await use("u_2", "reports", 12 * MINUTE_MS);
  await use("u_3", "reports", 10 * MINUTE_MS);
  const dayMs = START_MS + 14 * DAY_MS;
  system.clock.nowMs = dayMs;
  expect(await quiet()).toEqual([]);
  await use("u_2", "reports", 5 * MINUTE_MS, dayMs);
  await use("u_3", "reports", 14 * MINUTE_MS, dayMs);
  // On the first day on which it is cooling 36 minutes are before, of which more than half are left.
  system.clock.nowMs = dayMs + DAY_MS;
  expect(await quiet()).toEqual([["u_1", "conversations"]]);
  expect(await quiet("&userSegment=firsts")).toEqual([["u_1", "conversations"]]);
  await use("u_2", "calendars", 2 * MINUTE_MS, START_MS);
  expect(await quiet()).toEqual([]);
  // They alone have too little to drop from.
  expect(await quiet("&userSegment=firsts")).toEqual([]);
  await use("u_3", "calendars", MINUTE_MS, dayMs);
  expect(await quiet()).toEqual([["u_1", "conversations"]]);
  const said = { account: "acme", user: "u_1", feature: "conversations", actor: "Maya", atMs: system.clock.nowMs };
  await system.store.records.answerRelevance({ ...said, reason: "Has another job now" });
  expect(await quiet()).toEqual([]);
  await system.store.records.answerRelevance({ ...said, reason: null });
  expect(await quiet()).toEqual([["u_1", "conversations"]]);
  const left = { id: "acme", churnedAt: dayMs };
  await system.store.facts.push("accounts", [left], system.clock.nowMs);
  expect(await quiet()).toEqual([]);
});
