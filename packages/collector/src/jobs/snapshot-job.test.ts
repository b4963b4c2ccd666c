import { SLOT_MS, slotOf } from "@uptake/tracker/protocol";
import { expect, test } from "vitest";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { makeReadyPlace } from "../store/sqlite/test-support/sqlite-place.ts";
import { ALL, lasting, row, type OpenedStore } from "../store/test-support/harness.ts";
import { useStore } from "../store/test-support/use-store.ts";
import type { Job } from "./job.ts";
import { createSnapshotJob } from "./snapshot-job.ts";
import { RUNNING } from "./test-support/running.ts";

const DAY_MS = 86_400_000;
const dayOfDate = (date: string): number => Date.parse(`${date}T00:00Z`) / DAY_MS;
const slotOn = (date: string): number => slotOf(Date.parse(`${date}T12:00Z`));
const DEFINITIONS: Definitions = {
  features: {
    deals: { name: "Deals", module: "sales" },
    quotes: { name: "Quotes", module: "sales" },
    tickets: { name: "Tickets", module: "service" },
  },
  modules: {
    sales: { name: "Sales", windowDays: 10 },
    service: { name: "Service" },
    onSite: { name: "On site, recorded by hand" },
  },
};

/** @param at Unix ms, or what tells them. */
function jobOf(
  { facts, records }: Pick<OpenedStore, "facts" | "records">,
  at: number | (() => number),
  definitions: Definitions = DEFINITIONS,
): Job {
  return createSnapshotJob({
    facts,
    snapshots: records,
    definitions: async () => compileDefinitions(definitions, 7),
    calendarOf: createWorkspaceCalendar,
    now: typeof at === "number" ? () => at : at,
  });
}

async function run(job: Job): Promise<void> {
  while ((await job.step(RUNNING)) === "more");
}

/** What a snapshot says, briefly. */
async function snapshotsOf({ records }: OpenedStore) {
  const rows = await records.snapshots({ scope: ALL });
  const brief = rows.map(
    ({ day, module, account, activeUsers, licensed }) =>
      `${new Date(day * DAY_MS).toISOString().slice(0, 10)} ${module} ${account}: ${activeUsers?.join()} of ${licensed}`,
  );
  return brief.toSorted();
}

async function useFilledStore(): Promise<OpenedStore> {
  const store = await useStore(async () => makeReadyPlace());
  const use = (account: string, user: string, feature: string, date: string, activeMs: number) =>
    row({ account, user, feature, slot: slotOn(date), activeMs: lasting(activeMs) });
  await store.facts.backfill(
    "seed",
    [
      use("acme", "ana", "deals", "2026-08-25", 30_000),
      use("acme", "ana", "quotes", "2026-08-31", 30_000),
      use("acme", "ben", "deals", "2026-08-31", 59_999),
      use("acme", "cleo", "deals", "2026-08-21", 90_000),
      use("acme", "dan", "deals", "2026-09-01", 90_000),
      use("globex", "eve", "tickets", "2026-09-30", 60_000),
    ],
    Date.parse("2026-10-01T00:00Z"),
  );
  await store.facts.putAccounts([{ id: "late", createdAt: Date.parse("2026-09-10T00:00Z") }, { id: "nothing" }]);
  await store.facts.push(
    "seats",
    [
      { account: "acme", module: "sales", licensed: 5 },
      { account: "late", module: "sales", licensed: 0 },
    ],
    0,
  );
  return store;
}

const EXPECTED = [
  "2026-08-31 sales acme: ana of 5",
  "2026-09-30 sales acme:  of 5",
  "2026-09-30 sales late:  of 0",
  "2026-09-30 service globex: eve of null",
];

test("modules are kept at the ends of months, also of those that were missed, as of then", async () => {
  const store = await useFilledStore();
  await run(jobOf(store, Date.parse("2026-10-31T23:59Z")));
  expect(await snapshotsOf(store)).toEqual(EXPECTED);
  const [first] = await store.records.snapshots({ scope: ALL, account: "acme" });
  expect(first).toMatchObject({
    day: dayOfDate("2026-08-31"),
    takenAtMs: Date.parse("2026-10-31T23:59Z"),
    kind: "scheduled",
    active: 1,
    definitionVersion: 7,
  });
  // A month ends with its last day, not before.
  await run(jobOf(store, Date.parse("2026-11-01T00:00Z")));
  expect((await snapshotsOf(store)).filter((brief) => brief.startsWith("2026-10-31"))).toEqual([
    "2026-10-31 sales acme:  of 5",
    "2026-10-31 sales late:  of 0",
  ]);
});

test("whoever has left by the day is in no snapshot of it, whoever leaves the day after is, and where nobody else is there is none", async () => {
  const nowMs = Date.parse("2026-10-20T00:00Z");
  for (const [leftAt, expected] of [
    ["2026-08-31T23:59Z", ["2026-08-31 sales acme:  of 5", ...EXPECTED.slice(1, 3)]],
    ["2026-09-01T00:00Z", EXPECTED.slice(0, 3)],
  ] as const) {
    const store = await useFilledStore();
    const left = ["ana", "eve"].map((id) => ({ id, leftAt: Date.parse(leftAt) }));
    await store.facts.push("users", left, nowMs);
    await run(jobOf(store, nowMs));
    expect([leftAt, await snapshotsOf(store)]).toEqual([leftAt, expected]);
  }
});

test("what was kept stays as it was, whatever is told later and whoever looks again", async () => {
  const store = await useFilledStore();
  const nowMs = Date.parse("2026-10-20T00:00Z");
  await Promise.all([run(jobOf(store, nowMs)), run(jobOf(store, nowMs))]);
  await store.facts.push("seats", [{ account: "acme", module: "sales", licensed: 50 }], 0);
  await store.facts.backfill(
    "more",
    [row({ user: "zoe", feature: "deals", slot: slotOn("2026-09-30"), activeMs: lasting(120_000) })],
    nowMs,
  );
  await run(jobOf(store, nowMs + SLOT_MS));
  expect(await snapshotsOf(store)).toEqual(EXPECTED);
});

test("a job that died is gone on with: nothing is missing, nothing is there twice", async () => {
  const store = await useFilledStore();
  await store.facts.putAccounts(Array.from({ length: 50 }, (_, index) => ({ id: `account-${index}` })));
  const nowMs = Date.parse("2026-10-20T00:00Z");
  const dying = jobOf(store, nowMs);
  expect([await dying.step(RUNNING), await dying.step(RUNNING)]).toEqual(["more", "more"]);
  await run(jobOf(store, nowMs));
  expect(await snapshotsOf(store)).toEqual(EXPECTED);
});

test("quarters end four times a year, and none is kept where the definitions want none", async () => {
  const store = await useFilledStore();
  const nowMs = Date.parse("2026-10-20T00:00Z");
  await run(jobOf(store, nowMs, { ...DEFINITIONS, snapshots: "none" }));
  expect(await snapshotsOf(store)).toEqual([]);
  await run(jobOf(store, nowMs, { ...DEFINITIONS, snapshots: "quarterly" }));
  expect(await snapshotsOf(store)).toEqual(EXPECTED.slice(1));
});

test("a module that is defined later is kept as of the days before, the others aren't looked at again", async () => {
  const store = await useFilledStore();
  const nowMs = Date.parse("2026-10-20T00:00Z");
  const before = { ...DEFINITIONS, features: { ...DEFINITIONS.features, tickets: { name: "Tickets" } } };
  await run(jobOf(store, nowMs, before));
  expect(await snapshotsOf(store)).toEqual(EXPECTED.slice(0, 3));
  await run(jobOf(store, nowMs));
  expect(await snapshotsOf(store)).toEqual(EXPECTED);
});

test("nothing is to be kept before there is any use", async () => {
  const store = await useStore(async () => makeReadyPlace());
  expect(await jobOf(store, Date.parse("2026-10-20T00:00Z")).step(RUNNING)).toBe("done");
  expect(await store.records.snapshotDays()).toEqual([]);
});

/** Usage of October is told, the job runs, and everything else of it is told later. */
async function useHalfImportedStore(): Promise<OpenedStore> {
  const store = await useStore(async () => makeReadyPlace());
  await store.facts.putAccounts([{ id: "acme", createdAt: Date.parse("2026-08-03T00:00Z") }]);
  await store.facts.backfill("host", [useOf("acme", "ana", "2026-10-20")], Date.parse("2026-11-01T00:05Z"));
  return store;
}
const useOf = (account: string, user: string, date: string) =>
  row({ account, user, feature: "tickets", slot: slotOn(date), activeMs: lasting(90_000) });
const seatsOf = (account: string, licensed: number) => [{ account, module: "service", licensed }];
const minutesLater = (minutes: number): number => Date.parse("2026-11-01T01:00Z") + minutes * 60_000;

test("a licence that is told after the job has run makes a share of what was active, and the job that goes on takes it", async () => {
  const store = await useHalfImportedStore();
  const clock = { nowMs: minutesLater(0) };
  const job = jobOf(store, () => clock.nowMs);
  await run(job);
  const unmeasured = "2026-10-31 service acme: ana of null";
  expect(await snapshotsOf(store)).toEqual([unmeasured]);
  await run(job);
  expect(await snapshotsOf(store)).toEqual([unmeasured]);
  await store.facts.push("seats", seatsOf("acme", 4), 0);
  await store.facts.backfill("host", [useOf("acme", "ben", "2026-10-31")], minutesLater(1));
  clock.nowMs = minutesLater(10);
  await run(job);
  const measured = "2026-10-31 service acme: ana,ben of 4";
  expect(await snapshotsOf(store)).toEqual([unmeasured, measured]);
  // The later one is the one that counts.
  const last = (await store.records.snapshots({ scope: ALL })).at(-1);
  expect(last).toMatchObject({ licensed: 4, active: 2, kind: "scheduled", takenAtMs: minutesLater(10) });
  // What was measured stays: by this job, by another collector's, and by one that starts anew.
  await store.facts.push("seats", seatsOf("acme", 40), 0);
  clock.nowMs = minutesLater(20);
  await Promise.all([run(job), run(jobOf(store, minutesLater(20))), run(jobOf(store, minutesLater(20)))]);
  expect(await snapshotsOf(store)).toEqual([unmeasured, measured]);
});

test("a licence that was told while no collector ran is found by the next one", async () => {
  const store = await useHalfImportedStore();
  await run(jobOf(store, minutesLater(0)));
  await store.facts.push("seats", seatsOf("acme", 0), 0);
  await run(jobOf(store, minutesLater(10)));
  expect(await snapshotsOf(store)).toContain("2026-10-31 service acme: ana of 0");
});

test("accounts that come to be known later are kept as of the days on which they were there", async () => {
  const store = await useHalfImportedStore();
  await store.facts.push("seats", seatsOf("acme", 4), 0);
  await store.facts.backfill("host", [useOf("acme", "ana", "2026-08-10")], 0);
  const job = jobOf(store, minutesLater(0));
  await run(job);
  const before = await snapshotsOf(store);
  expect(before.map((line) => line.slice(0, 10))).toEqual(["2026-08-31", "2026-09-30", "2026-10-31"]);
  const created = (date: string): number => Date.parse(`${date}T00:00Z`);
  await store.facts.putAccounts([
    { id: "since-august", createdAt: created("2026-08-31") },
    { id: "since-november", createdAt: created("2026-11-01") },
    { id: "left", createdAt: created("2026-01-01"), churnedAt: created("2026-09-30") },
  ]);
  // Nobody has said when these began; only one of them is seen to have.
  await store.facts.backfill("host", [useOf("seen", "eve", "2026-09-29")], minutesLater(1));
  const ids = ["since-august", "since-november", "left", "seen", "unseen"];
  for (const account of ids) await store.facts.push("seats", seatsOf(account, 2), 0);
  await run(job);
  expect((await snapshotsOf(store)).filter((line) => !before.includes(line))).toEqual([
    "2026-08-31 service left:  of 2",
    "2026-08-31 service since-august:  of 2",
    "2026-09-30 service seen: eve of 2",
    "2026-09-30 service since-august:  of 2",
    "2026-10-31 service seen:  of 2",
    "2026-10-31 service since-august:  of 2",
  ]);
});

test("what somebody recorded of a day that was over stands, and what they recorded while it lasted doesn't", async () => {
  const store = await useHalfImportedStore();
  const asked = (id: string, account: string, takenAtMs: number) => ({
    id,
    module: "service",
    account,
    day: dayOfDate("2026-10-31"),
    takenAtMs,
    kind: "requested" as const,
    actor: "Maya",
    active: 3,
    activeUsers: null,
    licensed: 3,
    definitionVersion: 7,
  });
  await store.facts.backfill("host", [useOf("b", "eve", "2026-10-20")], 0);
  const job = jobOf(store, minutesLater(0));
  await store.records.recordSnapshots([
    asked("after", "acme", Date.parse("2026-11-01T00:00Z")),
    asked("during", "b", Date.parse("2026-10-31T23:59Z")),
  ]);
  await run(job);
  await store.facts.push("seats", [...seatsOf("acme", 4), ...seatsOf("b", 4)], 0);
  await run(job);
  const told = (await store.records.snapshots({ scope: ALL })).map(({ account, kind, licensed }) => [
    account,
    kind,
    licensed,
  ]);
  expect(told).toEqual([
    ["b", "requested", 3],
    ["acme", "requested", 3],
    ["b", "scheduled", null],
    ["b", "scheduled", 4],
  ]);
});

test("only accounts of which something was told are looked at again", async () => {
  const store = await useHalfImportedStore();
  await store.facts.push("seats", seatsOf("acme", 4), 0);
  await store.facts.putAccounts(Array.from({ length: 50 }, (_, index) => ({ id: `account-${index}` })));
  const looks: number[] = [];
  const facts: OpenedStore["facts"] = {
    ...store.facts,
    accounts: (scope) => {
      if (scope.kind === "only") looks.push(scope.accounts.length);
      return store.facts.accounts(scope);
    },
  };
  const job = jobOf({ ...store, facts }, minutesLater(0));
  await run(job);
  expect(looks).toEqual([20, 20, 11]);
  await run(job);
  expect(looks).toEqual([20, 20, 11]);
  await store.facts.push("seats", seatsOf("account-3", 1), 0);
  await run(job);
  expect(looks).toEqual([20, 20, 11, 1]);
});
