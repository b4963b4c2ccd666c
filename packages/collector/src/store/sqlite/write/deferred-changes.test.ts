import type { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CellWrite } from "../../facts.ts";
import { ALL, cell, lasting, NOW_MS, SLOT } from "../../test-support/harness.ts";
import { finish } from "../check/finish.ts";
import { verifyInPieces } from "../check/verify.ts";
import { inTransaction, openForReading, openForWriting } from "../database.ts";
import { createGroupCommit, type GroupCommit } from "../group-commit.ts";
import { prepareWorkspace } from "../prepare-workspace.ts";
import { createReadOperations } from "../read/read-operations.ts";
import { ALL_ROLLUPS } from "../rollup-tables.ts";
import { makeReadyPlace } from "../test-support/sqlite-place.ts";
import type { ThreadRequest } from "../thread-messages.ts";
import { createChanges } from "./changes.ts";
import { SHARES } from "./deferred-changes.ts";
import { packCells } from "./packed-cells.ts";
import { createWriteContext } from "./write-context.ts";
import { createWriteOperations } from "./write-operations.ts";

interface Writer {
  readonly database: DatabaseSync;
  readonly commitGroup: GroupCommit;
}

interface Opened extends Writer {
  /** What a reader finds. */
  read<Result>(question: (questions: ReturnType<typeof createReadOperations>) => Result): Result;
  verify(): readonly unknown[];
  /** Another process on the same file. */
  another(): Writer;
  close(): Promise<void>;
}

function open(): Opened {
  const place = makeReadyPlace();
  const opened: DatabaseSync[] = [];
  const another = (): Writer => {
    const database = openForWriting(place.path);
    opened.push(database);
    prepareWorkspace(database, { path: place.path, timeZone: "UTC", openedAtMs: NOW_MS });
    const context = createWriteContext(database, createChanges());
    return { database, commitGroup: createGroupCommit(database, context, createWriteOperations(context)) };
  };
  const writer = another();
  const reader = openForReading(place.path);
  opened.push(reader);
  const questions = createReadOperations(reader);
  return {
    ...writer,
    another,
    read: (question) => inTransaction(reader, "DEFERRED", () => question(questions)),
    verify: () => finish(verifyInPieces({ database: reader, elapsedMs: () => 0, firstPieceRows: 1_000 })),
    async close() {
      for (const database of opened) database.close();
      await place.remove();
    },
  };
}

function use(): Opened {
  const opened = open();
  onTestFinished(() => opened.close());
  return opened;
}

function merging(cells: readonly CellWrite[], receivedAtMs = NOW_MS): ThreadRequest {
  return { id: 1, name: "mergePackedCells", input: packCells(cells, receivedAtMs) };
}

/** So many requests at once that they are a load, one member's each. */
function crowd(changes: Partial<CellWrite> = {}): readonly ThreadRequest[] {
  return Array.from({ length: 6 }, (_, index) => merging([cell({ user: `u_${index}`, ...changes })]));
}

function rowsOf(database: DatabaseSync, table: string): readonly unknown[] {
  return database.prepare(`SELECT * FROM ${table}`).all();
}

/** Everything that follows from what browsers sent. */
function sumsOf(database: DatabaseSync): object {
  const tables = [...ALL_ROLLUPS.map(({ name }) => name), "restatements", "dirty_members", "workspace"];
  return Object.fromEntries(tables.map((table) => [table, rowsOf(database, table)]));
}

const VISITS = { scope: ALL, by: [] } as const;

describe("under load", () => {
  test("a group writes cells and one row a member, and the rollups follow", () => {
    const { database, commitGroup, verify } = use();
    commitGroup(crowd());
    expect(commitGroup.isBehind()).toBe(true);
    expect([rowsOf(database, "cells").length, rowsOf(database, "deferred_changes").length]).toEqual([6, 6]);
    for (const { name } of ALL_ROLLUPS) expect(rowsOf(database, name)).toEqual([]);
    expect(verify()).toEqual([]);
    commitGroup([]);
    expect(commitGroup.isBehind()).toBe(false);
    expect(rowsOf(database, "deferred_changes")).toEqual([]);
    expect(rowsOf(database, "member_feature_days")).toHaveLength(6);
    expect(verify()).toEqual([]);
  });

  test("what is missing of a deferred row is found", () => {
    const { database, commitGroup, verify } = use();
    commitGroup(crowd({ actions: { sent: 2 } }));
    database.exec("DELETE FROM deferred_changes WHERE id = 3");
    const [time, actions] = verify();
    expect(time).toMatchObject({
      table: "member_feature_days",
      key: expect.stringContaining("u_2"),
      stored: "missing",
    });
    expect(actions).toMatchObject({ table: "member_action_days", stored: "missing", recomputed: "count 2" });
  });

  test("whoever asks for more than merges finds the rollups level with the cells", () => {
    const { database, commitGroup, read } = use();
    commitGroup(crowd());
    commitGroup([...crowd({ slot: SLOT - 1 }), { id: 9, name: "catchUp", input: undefined }]);
    expect(rowsOf(database, "deferred_changes")).toEqual([]);
    expect(read(({ totals }) => totals(VISITS))).toMatchObject([{ visits: 12 }]);
  });

  test("a request that fails is not deferred, and its neighbours are", () => {
    const { database, commitGroup, verify } = use();
    const broken = merging([cell({ user: "u_9", visits: Number.NaN })]);
    expect(commitGroup([...crowd(), broken]).map(({ kind }) => kind)).toEqual([
      ...crowd().map(() => "done"),
      "refused",
    ]);
    expect(rowsOf(database, "deferred_changes")).toHaveLength(6);
    commitGroup([]);
    expect(verify()).toEqual([]);
  });

  test("one share of the accounts after the other catches up, each as a whole", () => {
    const { commitGroup, read, verify } = use();
    const accounts = Array.from({ length: 200 }, (_, index) => merging([cell({ account: `account-${index}` })]));
    commitGroup(accounts);
    const visits = Array.from({ length: SHARES }, () => {
      expect(commitGroup.isBehind()).toBe(true);
      expect(commitGroup.catchUpSome()).toBe(true);
      expect(verify()).toEqual([]);
      return read(({ totals }) => totals(VISITS))[0]?.visits ?? 0;
    });
    expect(commitGroup.isBehind()).toBe(false);
    expect(visits).toEqual(visits.toSorted((one, other) => one - other));
    expect(new Set(visits).size).toBe(SHARES);
    expect(visits.at(-1)).toBe(200);
  });

  test("what can't be applied stays, and is applied once there is room", () => {
    const { database, commitGroup, read, verify } = use();
    for (let slot = SLOT; slot > SLOT - 20; slot--) commitGroup(crowd({ slot }));
    const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
    database.exec(`PRAGMA max_page_count = ${pages}`);
    const bulk = Array.from({ length: 400 }, (_, index) => merging([cell({ user: `u_${index}` })]));
    expect(commitGroup(bulk)).toMatchObject(bulk.map(() => ({ kind: "refused", error: { kind: "full" } })));
    expect(commitGroup.isBehind()).toBe(true);
    expect(verify()).toEqual([]);
    database.exec("PRAGMA max_page_count = 1000000");
    commitGroup([]);
    expect(read(({ totals }) => totals(VISITS))).toMatchObject([{ visits: 120 }]);
    expect(verify()).toEqual([]);
  });

  test("what a process leaves behind is applied by the next one, once", () => {
    const { commitGroup, read, another, verify } = use();
    commitGroup(crowd());
    const next = another();
    expect(next.commitGroup.isBehind()).toBe(true);
    next.commitGroup([]);
    expect(read(({ totals }) => totals(VISITS))).toMatchObject([{ visits: 6 }]);
    // The first one believes that it is still there.
    commitGroup(crowd({ slot: SLOT - 1 }));
    commitGroup([]);
    expect(read(({ totals }) => totals(VISITS))).toMatchObject([{ visits: 12 }]);
    expect(verify()).toEqual([]);
  });

  test("what nobody needs any more is removed beside it, and a writer that comes back meanwhile is another one", () => {
    const { database, commitGroup, read, verify } = use();
    const merge = (slot: number, visits: number): ThreadRequest => merging([cell({ writer: "w-old", slot, visits })]);
    commitGroup([merge(SLOT - 300, 1)]);
    commitGroup([{ id: 2, name: "foldStep", input: { slot: SLOT - 299, cursor: null } }]);
    commitGroup(crowd({ writer: "w-new" }));
    expect(read(({ findOldWriters }) => findOldWriters(0))).toEqual({ range: { after: 0, last: 1 }, next: 1 });
    const remove: ThreadRequest = { id: 3, name: "removeOldWriters", input: { after: 0, last: 7 } };
    const replies = commitGroup([
      remove,
      { id: 4, name: "tidy", input: NOW_MS },
      merge(SLOT - 2, 2),
      merge(SLOT - 1, 3),
      remove,
    ]);
    expect(replies.map(({ kind }) => kind)).not.toContain("refused");
    expect(commitGroup.isBehind()).toBe(true);
    expect(database.prepare("SELECT count(*) AS count FROM writers WHERE key = 'w-old'").get()).toEqual({ count: 1 });
    expect(read(({ findOldWriters }) => findOldWriters(0))).toMatchObject({ range: null });
    commitGroup([]);
    expect(read(({ totals }) => totals(VISITS))).toMatchObject([{ visits: 12 }]);
    expect(verify()).toEqual([]);
  });

  test("the job that looks for adoption marks again whoever had news while it looked", () => {
    const { database, commitGroup } = use();
    const rules = { definitionVersion: 1, rules: "rules" };
    const take = (): ThreadRequest => ({
      id: 2,
      name: "takeDirtyMembers",
      input: { rules, limit: 100, cursor: null, nowMs: NOW_MS },
    });
    commitGroup([merging([cell()])]);
    const [taken] = commitGroup([take()]) as unknown as readonly { readonly result: { readonly take: number } }[];
    commitGroup(crowd({ user: "u_1", slot: SLOT - 1 }));
    const settlement = {
      rules,
      take: taken?.result.take,
      members: [{ account: "acme", user: "u_1", adoptions: [] }],
      foundAtMs: NOW_MS,
    };
    commitGroup([{ id: 3, name: "settleMembers", input: settlement }]);
    expect(commitGroup.isBehind()).toBe(true);
    expect(rowsOf(database, "dirty_members")).toEqual([]);
    commitGroup([]);
    expect(rowsOf(database, "dirty_members")).toMatchObject([{ taken: 0 }]);
  });

  test("whatever arrives in whichever groups, a member's own sums are right at once, and all others in the end", async () => {
    const user = fc.constantFrom("u_1", "u_2", "u_3");
    const sent = fc.record({
      account: fc.constantFrom("acme", "globex"),
      user,
      feature: fc.constantFrom("calendars", "reports"),
      slot: fc.integer({ min: SLOT - 200, max: SLOT }),
      activeMs: fc.nat({ max: 900_000 }).map(lasting),
      visits: fc.nat({ max: 5 }),
      actions: fc.dictionary(fc.constantFrom("sent", "saved"), fc.integer({ min: 1, max: 9 })),
    });
    const request = fc.array(sent, { minLength: 1, maxLength: 4 });
    const group = fc.array(request, { minLength: 1, maxLength: 8 });
    const catchingUp = fc.constantFrom("not", "some", "all");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(group, catchingUp), { minLength: 1, maxLength: 6 }), async (groups) => {
        const [direct, deferring] = [open(), open()];
        try {
          const memberOf = ({ read }: Opened, account: string, name: string) =>
            read(({ member }) =>
              member({
                scope: ALL,
                account,
                user: name,
                idleLimitIndex: 1,
                thresholds: [{ feature: "calendars", thresholdMs: 600_000 }],
                actionThresholds: [{ action: "sent", count: 5 }],
                useThresholds: [{ of: "visits", amount: 4 }],
              }),
            );
          let atMs = NOW_MS;
          for (const [requests, then] of groups) {
            atMs += 6_000;
            const writers = requests.map((cells) =>
              merging(
                cells.map((one) => cell({ ...one, writer: `writer-${one.account}-${one.user}`.padEnd(22, "0") })),
                atMs,
              ),
            );
            for (const one of writers) direct.commitGroup([one]);
            deferring.commitGroup(writers);
            for (const account of ["acme", "globex"]) {
              for (const name of ["u_1", "u_2", "u_3"]) {
                const byFeature = (facts: ReturnType<typeof memberOf>) => ({
                  ...facts,
                  features: facts.features.toSorted((one, other) => (one.feature < other.feature ? -1 : 1)),
                });
                expect(byFeature(memberOf(deferring, account, name))).toEqual(
                  byFeature(memberOf(direct, account, name)),
                );
              }
            }
            expect(deferring.verify()).toEqual([]);
            if (then === "some") deferring.commitGroup.catchUpSome();
            if (then === "all") deferring.commitGroup([]);
          }
          deferring.commitGroup([]);
          expect(sumsOf(deferring.database)).toEqual(sumsOf(direct.database));
        } finally {
          await direct.close();
          await deferring.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});
