import { expect, test } from "vitest";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { SegmentDefinition, SegmentMetric, SegmentRule } from "../domain/definitions/segment-definition.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { makeReadyPlace } from "../store/sqlite/test-support/sqlite-place.ts";
import { ALL, lasting, NOW_MS, row, SLOT, type OpenedStore } from "../store/test-support/harness.ts";
import { useStore } from "../store/test-support/use-store.ts";
import { createSegmentJob, type SegmentJobParts } from "./segment-job.ts";
import { RUNNING } from "./test-support/running.ts";

const DAY_MS = 86_400_000;

function partsOf(
  { facts, records }: OpenedStore,
  segments: Readonly<Record<string, SegmentDefinition>>,
  nowMs = NOW_MS,
): SegmentJobParts {
  const definitions: Definitions = {
    features: { calendars: { name: "Calendars" }, contacts: { name: "Contacts", thresholdMs: 60_000 } },
    actions: { sent: { name: "Sent", weight: 2 } },
    segments,
  };
  return {
    facts,
    records,
    definitions: async () => compileDefinitions(definitions, 1),
    calendarOf: createWorkspaceCalendar,
    now: () => nowMs,
  };
}

const of = (subject: SegmentDefinition["of"], when: SegmentRule): SegmentDefinition => ({
  name: "S",
  of: subject,
  when,
});
const metric = (name: SegmentMetric, value: number): SegmentRule => ({
  kind: "metric",
  metric: name,
  atLeast: value,
  atMost: value,
});

async function useFilledStore(): Promise<OpenedStore> {
  const store = await useStore(async () => makeReadyPlace());
  const { facts } = store;
  await facts.putAccounts([
    {
      id: "acme",
      plan: "pro",
      premium: true,
      subscription: "active",
      createdAt: NOW_MS - 90 * DAY_MS,
      assignments: { csm: "maya" },
      attributes: { industry: "dental", chairs: 12 },
    },
    { id: "quiet", plan: "free" },
  ]);
  await facts.putUsers([
    { id: "u_1", accounts: ["acme"], role: "owner", createdAt: NOW_MS - 10 * DAY_MS, attributes: { beta: true } },
    { id: "u_2", accounts: ["acme", "quiet"] },
    { id: "u_9", accounts: ["quiet"] },
  ]);
  await facts.backfill(
    "seed",
    [
      row({ user: "u_1", feature: "contacts", slot: SLOT - 96, activeMs: lasting(60_000), actions: { sent: 3 } }),
      row({ user: "u_2", feature: "calendars", slot: SLOT - 3 * 96, activeMs: lasting(30_000) }),
      row({ user: "u_2", feature: "calendars", slot: SLOT - 40 * 96, activeMs: lasting(90_000) }),
    ],
    NOW_MS,
  );
  await facts.push("seats", [{ account: "acme", module: "sales", licensed: 4 }], NOW_MS);
  await facts.push(
    "touchpoints",
    [{ id: "t_1", account: "acme", user: "u_1", kind: "call", at: NOW_MS - 5 * DAY_MS }],
    NOW_MS,
  );
  return store;
}

async function namesOf({ records }: OpenedStore): Promise<readonly string[]> {
  const stays = await records.segmentMembers({ scope: ALL, current: true });
  return stays.map(({ segment, subject }) => `${segment}: ${subject}`).toSorted();
}

test.each<[string, SegmentRule]>([
  ["its plan", { kind: "attribute", attribute: "plan", oneOf: ["pro", "scale"] }],
  ["whether it is premium", { kind: "attribute", attribute: "premium", equals: true }],
  ["its subscription", { kind: "attribute", attribute: "subscription", equals: "active" }],
  ["an attribute that the host pushed", { kind: "attribute", attribute: "chairs", atLeast: 12 }],
  ["who looks after it", { kind: "assignee", successRole: "csm", equals: "maya" }],
  ["active time of 30 days", metric("activeMs", 90_000)],
  ["engagement of 30 days", metric("engagement", 6)],
  ["active users of 30 days", metric("activeUsers", 2)],
  ["features of 14 closed days", metric("featuresUsed", 1)],
  ["modules of 14 closed days", { kind: "metric", metric: "modulesUsed", atMost: 0 }],
  ["adoption", metric("adoptionPercent", 50)],
  ["health", { kind: "metric", metric: "healthScore", exists: true }],
  ["how full its seats are", metric("seatUsePercent", 50)],
  ["when it was last seen", metric("daysSinceLastSeen", 1)],
  ["the last touchpoint", metric("daysSinceTouchpoint", 5)],
  ["its age", metric("ageDays", 90)],
])("an account is in a segment by %s", async (_what, when) => {
  const store = await useFilledStore();
  expect(await createSegmentJob(partsOf(store, { some: of("account", when) })).step(RUNNING)).toBe("done");
  expect(await namesOf(store)).toEqual(["some: acme"]);
});

test.each<[string, SegmentRule, readonly string[]]>([
  ["the plans of their accounts", { kind: "attribute", attribute: "plan", equals: "free" }, ["u_2", "u_9"]],
  ["their role", { kind: "attribute", attribute: "role", equals: "owner" }, ["u_1"]],
  ["an attribute of their own", { kind: "attribute", attribute: "beta", equals: true }, ["u_1"]],
  ["active time of 30 days", metric("activeMs", 30_000), ["u_2"]],
  ["engagement of 30 days", metric("engagement", 6), ["u_1"]],
  ["features of 14 closed days", metric("featuresUsed", 1), ["u_1"]],
  ["using none lately, of those who were ever seen", { kind: "metric", metric: "featuresUsed", atMost: 0 }, ["u_2"]],
  ["modules of 14 closed days", { kind: "metric", metric: "modulesUsed", atMost: 0 }, ["u_1", "u_2"]],
  ["adoption", metric("adoptionPercent", 50), ["u_1"]],
  ["never having been seen", { kind: "metric", metric: "daysSinceLastSeen", exists: false }, ["u_9"]],
  ["the last touchpoint", metric("daysSinceTouchpoint", 5), ["u_1"]],
  ["their age", metric("ageDays", 10), ["u_1"]],
])("a user is in a segment by %s", async (_what, when, users) => {
  const store = await useFilledStore();
  await createSegmentJob(partsOf(store, { some: of("user", when) })).step(RUNNING);
  expect(await namesOf(store)).toEqual(users.map((user) => `some: ${user}`));
});

test("who joins and leaves is written down when it is noticed, and a segment without a definition has nobody", async () => {
  const store = await useFilledStore();
  const segments = { pro: of("account", { kind: "attribute", attribute: "plan", equals: "pro" }) };
  await createSegmentJob(partsOf(store, segments)).step(RUNNING);
  await createSegmentJob(partsOf(store, segments, NOW_MS + 1)).step(RUNNING);
  await store.facts.putAccounts([
    { id: "acme", plan: "free" },
    { id: "quiet", plan: "pro" },
  ]);
  await createSegmentJob(partsOf(store, segments, NOW_MS + 2)).step(RUNNING);
  await createSegmentJob(partsOf(store, {}, NOW_MS + 3)).step(RUNNING);
  expect(await store.records.segmentMembers({ scope: ALL })).toEqual([
    { segment: "pro", of: "account", subject: "acme", joinedAtMs: NOW_MS, leftAtMs: NOW_MS + 2 },
    { segment: "pro", of: "account", subject: "quiet", joinedAtMs: NOW_MS + 2, leftAtMs: NOW_MS + 3 },
  ]);
});

test("the stays of some are those of them alone, inside what the asker may see", async () => {
  const store = await useFilledStore();
  const isThere: SegmentRule = { kind: "metric", metric: "activeMs", atLeast: 0 };
  const segments = { accounts: of("account", isThere), users: of("user", isThere) };
  await createSegmentJob(partsOf(store, segments)).step(RUNNING);
  const { segmentMembers, staysOf } = store.records;
  for (const segment of ["accounts", "users"] as const) {
    const kind = segments[segment].of;
    const every = (await segmentMembers({ scope: ALL, segment })).map(({ subject }) => subject);
    expect(every.length).toBeGreaterThan(1);
    for (const scope of [ALL, { kind: "only", accounts: ["acme"] } as const]) {
      const [one, ...others] = await segmentMembers({ scope, segment });
      const stays = await staysOf({ scope, segment, of: kind, subjects: [...every, "nobody", ...every] });
      expect(new Set(stays)).toEqual(new Set([one, ...others]));
      expect(stays).toHaveLength(others.length + 1);
      expect(await staysOf({ scope, segment, of: kind, subjects: [one?.subject ?? ""] })).toEqual([one]);
    }
    const elsewhere = kind === "user" ? "account" : "user";
    expect(await staysOf({ scope: ALL, segment, of: elsewhere, subjects: every })).toEqual([]);
  }
});

test("two jobs at once write one history", async () => {
  const store = await useFilledStore();
  const segments = { pro: of("account", { kind: "attribute", attribute: "plan", equals: "pro" }) };
  await Promise.all(
    [NOW_MS, NOW_MS + 7].map((nowMs) => createSegmentJob(partsOf(store, segments, nowMs)).step(RUNNING)),
  );
  expect(await store.records.segmentMembers({ scope: ALL })).toHaveLength(1);
});

test("looks again where the definitions have changed, soon where anything was told, else every ten minutes", async () => {
  const store = await useFilledStore();
  const { facts, records } = store;
  let [nowMs, version] = [NOW_MS + 60_000, 1];
  const pro = of("account", { kind: "attribute", attribute: "plan", equals: "pro" });
  const all = of("account", { kind: "metric", metric: "activeUsers", atLeast: 0 });
  const parts = partsOf(store, {});
  const job = createSegmentJob({
    ...parts,
    now: () => nowMs,
    definitions: async () =>
      compileDefinitions({ features: {}, segments: version === 1 ? { pro } : { pro, all } }, version),
  });
  const inSegment = async (segment: string) =>
    (await records.segmentMembers({ scope: ALL, segment, current: true })).map(({ subject }) => subject);
  await job.step(RUNNING);
  expect(await inSegment("pro")).toEqual(["acme"]);
  expect(await records.segmentsEvaluated()).toEqual({ atMs: nowMs, definitionVersion: 1 });
  // Nothing is new: nobody is looked at.
  nowMs += 300_000;
  await job.step(RUNNING);
  expect((await records.segmentsEvaluated())?.atMs).toBe(NOW_MS + 60_000);
  await facts.push("accounts", [{ id: "quiet", plan: "pro" }], nowMs);
  nowMs += 9_000;
  await job.step(RUNNING);
  expect((await inSegment("pro")).toSorted()).toEqual(["acme", "quiet"]);
  version = 2;
  await job.step(RUNNING);
  expect((await inSegment("all")).toSorted()).toEqual(["acme", "quiet"]);
  expect(await records.segmentsEvaluated()).toEqual({ atMs: nowMs, definitionVersion: 2 });
  nowMs += 600_000;
  await job.step(RUNNING);
  expect((await records.segmentsEvaluated())?.atMs).toBe(nowMs);
});
