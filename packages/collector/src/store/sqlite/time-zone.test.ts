import type { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import { cell, lasting, row } from "../test-support/harness.ts";
import { openForWriting } from "./database.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { prepareWorkspace } from "./prepare-workspace.ts";
import {
  ACTION_DETAIL,
  ACTION_ROLLUPS,
  ALL_ROLLUPS,
  recomputedRollup,
  TIME_DETAIL,
  TIME_ROLLUPS,
} from "./rollup-tables.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";
import { createChanges } from "./write/changes.ts";
import { createTimeZoneStep } from "./write/time-zone.ts";
import { createWriteContext } from "./write/write-context.ts";
import { createWriteOperations } from "./write/write-operations.ts";

/** Clocks go back in Berlin on this Sunday, forward in the test's spring; New York does so on other days. */
const NOW_MS = Date.parse("2026-10-26T12:00Z");
const SPRING = Date.parse("2026-03-29T00:00Z") / 900_000;
const NOW_SLOT = NOW_MS / 900_000;
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"] as const;

type Operation = readonly [name: string, input: unknown];

const user = fc.constantFrom("u_1", "u_2", "u_3");
const feature = fc.constantFrom("calendars", "contacts");
const visits = fc.nat({ max: 3 });
const actions = fc.constantFrom({}, { sent: 1 }, { sent: 2, saved: 1 });
/** Two days and a bit, over the change of clocks. */
const openSlot = fc.integer({ min: NOW_SLOT - 220, max: NOW_SLOT });
/** Below the watermark, over the other change of clocks: only sources write there, also less than before. */
const oldSlot = fc.constantFrom(...[-9, -4, 0, 3, 4, 8, 95].map((more) => SPRING + more));
const used = { user, feature, visits, actions, activeMs: fc.nat({ max: 5 }).map(lasting) };

const merging = fc
  .array(fc.record({ ...used, slot: openSlot, writer: fc.constantFrom("one", "two") }), { minLength: 1, maxLength: 4 })
  .map((cells): Operation => ["mergeCells", { cells: cells.map(cell), receivedAtMs: NOW_MS }]);
const writing = fc
  .array(fc.record({ ...used, slot: fc.oneof(openSlot, oldSlot) }), { minLength: 1, maxLength: 4 })
  .map((rows): Operation => ["backfill", { source: "seed", rows: rows.map(row), receivedAtMs: NOW_MS }]);
const voiding = fc
  .record({ user, fromSlot: fc.oneof(openSlot, oldSlot), length: fc.integer({ min: 1, max: 100 }) })
  .map(({ fromSlot, length, ...whose }): Operation => {
    const target = { kind: "user", ...whose, fromSlot, toSlot: fromSlot + length };
    return ["voidStep", { target, by: null }];
  });
const folding = fc
  .nat({ max: 220 })
  .map((later): Operation => ["foldStep", { slot: NOW_SLOT - 220 + later, cursor: null }]);
const counting = fc.constant<Operation>(["timeZoneStep", { cursor: null }]);
/** What fails takes nothing with it, and runs everything else of its group one by one. */
const failing = fc.constant<Operation>([
  "mergeCells",
  { cells: [cell({ slot: NOW_SLOT }), cell({ slot: NOW_SLOT, visits: Number.NaN })], receivedAtMs: NOW_MS },
]);
const operation = fc.oneof(
  { weight: 6, arbitrary: merging },
  { weight: 4, arbitrary: writing },
  { weight: 1, arbitrary: folding },
  { weight: 1, arbitrary: voiding },
  { weight: 16, arbitrary: counting },
  { weight: 1, arbitrary: failing },
);
const step = fc.oneof(
  { weight: 12, arbitrary: fc.array(operation, { minLength: 1, maxLength: 8 }).map((group) => ({ group })) },
  { weight: 1, arbitrary: fc.constantFrom(...ZONES).map((zone) => ({ zone })) },
  { weight: 1, arbitrary: fc.constant({ restart: true }) },
);

interface Opened {
  readonly database: DatabaseSync;
  commit(...operations: readonly Operation[]): ReturnType<GroupCommit>;
  /** As another start of the program would: everything remembered is gone. */
  restart(): void;
  setZone(timeZone: string): void;
  remove(): void;
}

/** A store without threads, whose steps are as short as can be. */
function open(timeZone: string): Opened {
  const place = makeSqlitePlace();
  const database = openForWriting(place.path);
  // Each sync takes longer than everything that is tested here.
  database.exec("PRAGMA synchronous = OFF");
  const setZone = (zone: string): void =>
    prepareWorkspace(database, { path: place.path, timeZone: zone, openedAtMs: NOW_MS });
  setZone(timeZone);
  const start = (): GroupCommit => {
    const context = createWriteContext(database, createChanges());
    const timeZoneStep = createTimeZoneStep(context, { stepMs: 0, rows: 2 });
    return createGroupCommit(database, context, { ...createWriteOperations(context), timeZoneStep });
  };
  let commitGroup = start();
  return {
    database,
    commit: (...operations) => commitGroup(operations.map(([name, input], id) => ({ id, name, input }))),
    restart: () => (commitGroup = start()),
    setZone,
    remove() {
      database.close();
      void place.remove();
    },
  };
}

/** One that the test needs to its end. */
function useStore(timeZone: string): Opened {
  const store = open(timeZone);
  onTestFinished(() => store.remove());
  return store;
}

/** More steps than any of these tests needs. */
const MAX_STEPS = 2_000;

/** Counts on until a condition holds; until there is nothing more to count unless said. */
function finish({ commit }: Opened, isFinished?: () => boolean, ...others: readonly Operation[]): void {
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (isFinished?.() === true) return;
    const [reply] = commit(["timeZoneStep", { cursor: null }], ...others);
    if (reply?.kind !== "done") throw new Error(JSON.stringify(reply));
    if (reply.result === null && isFinished === undefined) return;
  }
  throw new Error("It never comes to an end.");
}

function zoneInForce(database: DatabaseSync): string {
  return String(database.prepare("SELECT time_zone FROM workspace").get()?.["time_zone"]);
}

/** Every rollup as it is stored, and as the detail says that it should be by the days of the zone in force. */
function rollups(database: DatabaseSync): { readonly stored: unknown; readonly recomputed: unknown } {
  const { dayOfSlot } = createWorkspaceCalendar(zoneInForce(database));
  database.function("workspace_day", (slot) => dayOfSlot(Number(slot)));
  const tables = [
    ...TIME_ROLLUPS.map((rollup) => ({ rollup, detail: TIME_DETAIL })),
    ...ACTION_ROLLUPS.map((rollup) => ({ rollup, detail: ACTION_DETAIL })),
  ];
  const all = (sql: string): unknown => database.prepare(sql).all();
  return {
    stored: tables.map(({ rollup: { name, keys, counters } }) =>
      all(`SELECT ${[...keys, ...counters].join(", ")} FROM ${name} ORDER BY ${keys.join(", ")}`),
    ),
    recomputed: tables.map(({ rollup, detail }) =>
      all(`${recomputedRollup(rollup, `(${detail})`)} ORDER BY ${rollup.keys.join(", ")}`),
    ),
  };
}

function expectRight({ database }: Opened): void {
  const { stored, recomputed } = rollups(database);
  expect(stored).toEqual(recomputed);
}

function tablesBeside(database: DatabaseSync): readonly unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE name LIKE '%\\_next' ESCAPE '\\' OR name LIKE '%\\_old' ESCAPE '\\'")
    .all();
}

test("whatever happens while another zone is counted in, every rollup is right before, meanwhile and after", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40, size: "max" }),
      fc.constantFrom(...ZONES),
      async (steps, last) => {
        const store = open("UTC");
        for (const taken of steps) {
          if ("group" in taken) store.commit(...taken.group);
          else if ("zone" in taken) store.setZone(taken.zone);
          else store.restart();
          expectRight(store);
        }
        store.setZone(last);
        store.commit(["mergeCells", { cells: [cell({ slot: NOW_SLOT })], receivedAtMs: NOW_MS }]);
        finish(store);
        expect(zoneInForce(store.database)).toBe(last);
        expectRight(store);
        expect(tablesBeside(store.database)).toEqual([]);
        store.remove();
      },
    ),
    { numRuns: 25 },
  );
});

test("a store that has changed its zone is what it would be, had it always been kept in that one", async () => {
  const [changed, fresh] = [useStore("America/New_York"), useStore("Europe/Berlin")];
  const history = fc.sample(fc.oneof(merging, writing), { numRuns: 120, seed: 7 });
  for (const [index, written] of history.entries()) {
    if (index === 40) changed.setZone("Europe/Berlin");
    changed.commit(written);
    fresh.commit(written);
    if (index % 2 === 0) changed.commit(["timeZoneStep", { cursor: null }]);
  }
  finish(changed);
  expect(rollups(changed.database).stored).toEqual(rollups(fresh.database).stored);
});

test.each([1, 2, 3, 4, 5])("a neighbour that fails beside %i steps costs no rollup anything", (steps) => {
  const store = useStore("UTC");
  const counted = Array.from({ length: steps }, (): Operation => ["timeZoneStep", { cursor: null }]);
  const failed: Operation = ["mergeCells", { cells: [cell({ visits: Number.NaN })], receivedAtMs: NOW_MS }];
  const told = (of: string): Operation => [
    "backfill",
    { source: "seed", rows: [row({ user: of, slot: SPRING })], receivedAtMs: NOW_MS },
  ];
  store.commit(["mergeCells", { cells: [cell({ slot: NOW_SLOT })], receivedAtMs: NOW_MS }]);
  store.setZone("Asia/Kathmandu");
  const replies = store.commit(...counted, told("before"), failed, told("after"));
  expect(replies.filter(({ kind }) => kind === "refused")).toHaveLength(1);
  finish(store);
  expect(zoneInForce(store.database)).toBe("Asia/Kathmandu");
  expectRight(store);
});

test("what a change of zone leaves behind is removed step by step, and a change that is taken back as well", async () => {
  const store = useStore("UTC");
  const { database, commit, setZone } = store;
  const cells = Array.from({ length: 40 }, (_, index) => cell({ user: `u_${index}`, slot: NOW_SLOT - index }));
  commit(["mergeCells", { cells, receivedAtMs: NOW_MS }]);
  setZone("Europe/Berlin");
  for (let index = 0; index < 5; index++) commit(["timeZoneStep", { cursor: null }]);
  expect(tablesBeside(database)).toHaveLength(ALL_ROLLUPS.length);
  setZone("UTC");
  finish(store);
  expect([zoneInForce(database), tablesBeside(database)]).toEqual(["UTC", []]);
});

test("web vitals follow to the days of the new zone, and go on being merged in between", async () => {
  const store = useStore("UTC");
  const evening = Date.parse("2026-10-20T23:30Z") / 900_000;
  const vitals = (writer: string, lcpMs: number): Operation => [
    "mergeCells",
    { cells: [cell({ writer, slot: evening, vitals: { lcpMs } })], receivedAtMs: NOW_MS },
  ];
  const counts = () => store.database.prepare("SELECT day, sum(count) AS count FROM vital_days GROUP BY day").all();
  const day = Math.floor(evening / 96);
  store.commit(vitals("one", 100), vitals("two", 100), vitals("three", 100), vitals("four", 100));
  store.setZone("Europe/Berlin");
  finish(store, () => zoneInForce(store.database) !== "UTC");
  expect(counts()).toEqual([{ day, count: 4 }]);
  // Before and while they move.
  store.commit(vitals("four", 9_000));
  expect(counts()).toEqual([
    { day, count: 3 },
    { day: day + 1, count: 1 },
  ]);
  finish(store, () => counts().length === 1, vitals("one", 9_000));
  finish(store);
  expect(counts()).toEqual([{ day: day + 1, count: 4 }]);
});
