import * as fc from "fast-check";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { ALL, cell, lasting, NOW_MS, row, SLOT } from "../../test-support/harness.ts";
import type { VerifyFinding } from "../../facts.ts";
import type { SqliteStore } from "../create-sqlite-store.ts";
import { openForReading } from "../database.ts";
import { makeReadyPlace, type SqlitePlace } from "../test-support/sqlite-place.ts";
import { verifyInPieces } from "./verify.ts";

interface Opened {
  readonly place: SqlitePlace;
  readonly store: SqliteStore;
  /** Of the same file, for whatever the store would never do. */
  readonly database: DatabaseSync;
}

async function useStore(): Promise<Opened> {
  const place = makeReadyPlace();
  const store = await place.open();
  const database = new DatabaseSync(place.path, { enableForeignKeyConstraints: false });
  onTestFinished(async () => {
    database.close();
    await store.close();
    await place.remove();
  });
  return { place, store, database };
}

/** Members with cells and base, on two days each. */
async function fill({ facts }: SqliteStore): Promise<void> {
  const people = ["u_1", "u_2", "u_3"].flatMap((user) => [
    cell({ user, actions: { sent: 1 } }),
    cell({ user, slot: SLOT - 1, feature: "contacts" }),
    cell({ user, slot: SLOT - 96, actions: { sent: 2 } }),
  ]);
  await facts.mergeCells(people, NOW_MS);
  await facts.backfill("seed", [row({ slot: SLOT - 9_600, actions: { sent: 1 } })], NOW_MS);
  await facts.fold(SLOT - 90);
}

/** Verifies in the smallest pieces there are, and does something between them. */
async function verify(
  path: string,
  meanwhile: (reader: DatabaseSync) => Promise<void>,
): Promise<readonly VerifyFinding[]> {
  const reader = openForReading(path);
  let elapsedMs = 0;
  try {
    // Each piece seems to take so long that the next one has a row, too.
    const steps = verifyInPieces({ database: reader, elapsedMs: () => (elapsedMs += 1_000), firstPieceRows: 1 });
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await meanwhile(reader);
    }
  } finally {
    reader.close();
  }
}

describe("verifying in pieces", () => {
  test("holds no read transaction between them: the write-ahead log can be emptied after each", async () => {
    const { place, store, database } = await useStore();
    await fill(store);
    let pieces = 0;
    const findings = await verify(place.path, async (reader) => {
      pieces += 1;
      expect(reader.isTransaction).toBe(false);
      database.exec("UPDATE workspace SET last_received_at_ms = last_received_at_ms + 1");
      expect(database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toMatchObject({ busy: 0 });
    });
    expect(findings).toEqual([]);
    expect(pieces).toBeGreaterThan(50);
  });

  test("finds nothing but what is wrong, whatever is written, folded and taken out meanwhile", async () => {
    const { place, store, database } = await useStore();
    const { facts } = store;
    await fill(store);
    database.exec(`
      UPDATE member_feature_days SET visits = visits + 7 WHERE day = ${Math.floor(SLOT / 96)} AND user = 1 AND feature = 1;
      UPDATE account_days SET active_none_ms = active_none_ms + 3 WHERE day = ${Math.floor(SLOT / 96)};
      DELETE FROM account_action_days WHERE day = ${Math.floor(SLOT / 96) - 1};
      UPDATE action_days SET count = count + 2 WHERE day = ${Math.floor(SLOT / 96)}`);
    const people = fc.constantFrom("u_1", "u_2", "u_3", "u_new");
    const change = fc.oneof(
      fc.record({
        kind: fc.constant("browser" as const),
        user: people,
        slotsAgo: fc.nat({ max: 200 }),
        visits: fc.nat({ max: 90 }),
      }),
      fc.record({
        kind: fc.constant("source" as const),
        user: people,
        slotsAgo: fc.nat({ max: 9_700 }),
        visits: fc.nat({ max: 90 }),
      }),
      fc.record({ kind: fc.constant("void" as const), user: people, slotsAgo: fc.nat({ max: 9_700 }) }),
      fc.record({ kind: fc.constant("fold" as const), slotsAgo: fc.nat({ max: 120 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 40 }), async (changes) => {
        let next = 0;
        const findings = await verify(place.path, async () => {
          const taken = changes[next++];
          if (taken === undefined) return;
          const slot = SLOT - taken.slotsAgo;
          if (taken.kind === "fold") return facts.fold(slot - 60);
          if (taken.kind === "void") {
            const target = { kind: "user", user: taken.user, fromSlot: slot, toSlot: slot + 2 } as const;
            await facts.void(target, { actor: "Maya", atMs: NOW_MS });
            return;
          }
          const { user, visits } = taken;
          const counters = { user, slot, visits, activeMs: lasting(visits), actions: { sent: visits + 1 } };
          if (taken.kind === "source") await facts.backfill("seed", [row(counters)], NOW_MS);
          else await facts.mergeCells([cell(counters)], NOW_MS);
        });
        expect(findings.map(({ table }) => table)).toEqual([
          "member_feature_days",
          "account_days",
          "account_action_days",
          "action_days",
        ]);
      }),
      { numRuns: 12 },
    );
    expect((await facts.verify()).map(({ key }) => key)).toEqual([
      "day 2026-11-18, account acme, user u_1, feature calendars",
      "day 2026-11-18, account acme",
      "day 2026-11-17, account acme, feature calendars, action sent",
      "day 2026-11-18, feature calendars, action sent",
    ]);
  });

  test("begins again when the days have become those of another time zone meanwhile", async () => {
    const { place, store } = await useStore();
    await fill(store);
    await store.facts.mergeCells([cell({ slot: Math.floor(SLOT / 96) * 96 - 2 })], NOW_MS);
    let pieces = 0;
    const findings = await verify(place.path, async () => {
      pieces += 1;
      if (pieces !== 40) return;
      const other = await place.open({ timeZone: "Asia/Tokyo" });
      while ((await other.upkeep.timeZoneStep()) === "more");
      await other.close();
    });
    expect(findings).toEqual([]);
    expect(await store.facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 11 }]);
  });

  test("tells a thousand findings and no more", async () => {
    const { store, database } = await useStore();
    await fill(store);
    database.exec(`
      WITH RECURSIVE days (day) AS (SELECT 1 UNION ALL SELECT day + 1 FROM days WHERE day < 1200)
      INSERT INTO member_days SELECT day, 1, 1, 1, 1, 1, 1, 1 FROM days`);
    expect(await store.facts.verify()).toHaveLength(1_000);
  });
});

const milestone = (subject: string, kind: string): string =>
  `INSERT INTO milestone_records (scope, account, user, milestone, kind, version, at_ms)
   VALUES (${subject}, 'first-call', ${kind}, 0)`;
const snapshot = (active: string): string =>
  `INSERT INTO module_snapshots VALUES ('s', 'plan', 1, 7, 0, 'manual', 'Maya', ${active}, 4, 1)`;
const membership = (times: string): string => `INSERT INTO segment_members VALUES ('big', ${times})`;

describe("a row that may not be", () => {
  test("is none of those that the store writes itself: met again after a reset, joined again after leaving", async () => {
    const { store, database } = await useStore();
    await fill(store);
    database.exec(`
      ${milestone("'member', 1, 1", "'met', 1")}; ${milestone("'member', 1, 1", "'reset', NULL")};
      ${milestone("'member', 1, 1", "'met', 1")}; ${milestone("'member', 1, 1", "'met', 2")};
      ${milestone("'member', 1, 2", "'met', 1")}; ${milestone("'account', 1, 0", "'notRelevant', NULL")};
      ${snapshot("2, '[1, 2]'")};
      ${membership("'account', 1, 5, 6")}; ${membership("'account', 1, 6, NULL")}; ${membership("'user', 1, 5, NULL")};
      INSERT INTO touchpoints VALUES ('t', 1, NULL, 'call', 0, NULL, NULL)`);
    expect(await store.facts.verify()).toEqual([]);
  });

  test.for([
    [
      "cells",
      "UPDATE cells SET writer = 99 WHERE slot = (SELECT max(slot) FROM cells) AND writer = 1",
      "belongs to no writer",
    ],
    ["cells", "UPDATE writers SET first_slot = last_slot WHERE id = 1", "is outside of the slots that its writer says"],
    ["cells", "UPDATE cells SET feature = 99 WHERE writer = 1 AND feature = 1", "names no known feature"],
    [
      "cells",
      "UPDATE cells SET active_30s_ms = 70000 WHERE writer = 1",
      "has more active time under a shorter idle limit",
    ],
    ["cells", "UPDATE cells SET visits = -1 WHERE writer = 1", "counts less than no visit"],
    ["cell_actions", "UPDATE cell_actions SET count = 0 WHERE writer = 1", "counts no action"],
    ["cell_actions", "UPDATE cell_actions SET action = 99 WHERE writer = 1", "names no known action"],
    ["base", "UPDATE base SET active_none_ms = 0", "has more active time under a shorter idle limit"],
    ["base", "UPDATE base SET source = 99", "names no known source"],
    ["base_actions", "UPDATE base_actions SET count = -1", "counts no action"],
    ["base", "DELETE FROM members", "belongs to no member"],
    ["writers", "DELETE FROM members", "belongs to no member"],
    ["members", "DELETE FROM users WHERE id = 1", "names no known user"],
    ["members", "DELETE FROM accounts", "names no known account"],
    ["stage_removals", "INSERT INTO stage_removals VALUES (1, 99, 1, 1, 0, 1, 'Maya', NULL)", "belongs to no member"],
    [
      "stage_removals",
      "INSERT INTO stage_removals VALUES (1, 1, 1, 1, 0, 5, 'Maya', NULL), (1, 1, 1, 2, 0, 5, 'Maya', NULL)",
      "doesn't begin after the one before",
    ],
    ["touchpoints", "INSERT INTO touchpoints VALUES ('t', 1, 99, 'call', 0, NULL, NULL)", "names no known user"],
    ["responses", "INSERT INTO responses VALUES ('r', 99, 1, 9, 0, NULL)", "names no known account"],
    ["seat_users", "INSERT INTO seat_users VALUES (1, 'plan', 99)", "names no known user"],
    ["module_targets", "INSERT INTO module_targets VALUES (99, 'plan', 80)", "names no known account"],
    ["relevance_answers", "INSERT INTO relevance_answers VALUES (1, 99, 1, NULL, 'Maya', 0)", "belongs to no member"],
    ["relevance_answers", "INSERT INTO relevance_answers VALUES (99, 0, 1, 'No', 'Maya', 0)", "names no known account"],
    ["milestone_records", milestone("'account', 1, 1", "'met', 1"), "names a user, and is of the account as a whole"],
    ["milestone_records", milestone("'member', 1, 0", "'met', 1"), "names no known user"],
    ["milestone_records", milestone("'member', 1, 1", "'met', NULL"), "says no version that was met"],
    [
      "milestone_records",
      `${milestone("'member', 1, 1", "'met', 2")}; ${milestone("'member', 1, 1", "'met', 1")}`,
      "is met once more, and was not reset",
    ],
    ["module_snapshots", snapshot("1, '[1, 2]'"), "lists other users than it counts"],
    ["module_snapshots", snapshot("1, '[1'"), "lists its active users illegibly"],
    ["module_snapshots", snapshot("-1, NULL"), "counts less than nobody"],
    ["segment_members", membership("'user', 99, 5, NULL"), "names no known user"],
    ["segment_members", membership("'account', 1, 5, 4"), "left before it joined"],
    [
      "segment_members",
      `${membership("'account', 1, 5, NULL")}; ${membership("'account', 1, 6, NULL")}`,
      "joined once more before it had left",
    ],
    ["restatements", "INSERT INTO restatements VALUES (7, 1, 7, 0, 0, 0, 0, 1, 1)", "found before its day had ended"],
    ["restatements", "INSERT INTO restatements VALUES (7, 99, 8, 0, 0, 0, 0, 1, 1)", "names no known account"],
  ] as const)("of %s is found by its key: %s", async ([table, change, problem]) => {
    const { store, database } = await useStore();
    await fill(store);
    database.exec(change);
    const broken = (await store.facts.verify()).filter((finding) => finding.kind === "broken");
    expect(broken).toContainEqual({
      kind: "broken",
      table,
      key: expect.any(String),
      problem: expect.stringContaining(problem),
    });
  });
});
