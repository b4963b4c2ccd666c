import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slotOf } from "@uptake/tracker/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Kept, KeptShelf } from "../api/reading/kept.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import { DAY_MS } from "../api/test-support/random-workspace.ts";
import type { FactQuestions } from "../store/facts.ts";
import { createSqliteStore, type SqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { cell } from "../store/test-support/harness.ts";
import { openLocalReader, type LocalReader } from "../store/sqlite/local-reader.ts";
import { createReportOperations, type ReportReply } from "./report-operations.ts";
import { resultOf } from "./report-outcome.ts";
import type { ReportQuestion } from "./report.ts";

const NOW_MS = Date.UTC(2026, 10, 18, 10, 7);

let folder = "";
let store: SqliteStore;
let reader: LocalReader;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-reports-"));
  store = await createSqliteStore({ path: join(folder, "uptake.db"), now: () => NOW_MS });
  await store.facts.putAccounts(Array.from({ length: 500 }, (_, index) => ({ id: `a${index}` })));
  reader = openLocalReader(store.path);
}, 60_000);
afterEach(async () => {
  reader.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const accounts = (query: string): ReportQuestion => ({
  report: "accounts",
  query,
  path: {},
  accept: null,
  asker: { scope: { kind: "all" }, name: null },
  nowMs: NOW_MS,
});

const NOTHING_KEPT: KeptShelf = {
  find: () => null,
  findOwn: () => null,
  findCounting: () => null,
  findAsOf: () => null,
};

test("every number of a reply is of one moment, whatever is written while it is worked out", async () => {
  const facts: FactQuestions = {
    ...reader.facts,
    async watermark(scope) {
      const answer = await reader.facts.watermark(scope);
      await store.facts.putAccounts([{ id: "written-meanwhile" }]);
      return answer;
    },
  };
  const operations = createReportOperations({ ...reader, facts }, NOTHING_KEPT);
  const totals: unknown[] = [];
  for (let round = 0; round < 2; round++) {
    const { body } = resultOf(await operations.answer(accounts("?limit=1")));
    totals.push((JSON.parse(new TextDecoder().decode(body as Uint8Array)) as { total: number }).total);
  }
  expect(totals).toEqual([500, 501]);
});

test("of days of one's own it is told that something was kept of them, also where that was only begun", async () => {
  const day = Math.floor(NOW_MS / DAY_MS);
  const presets = { day, minAccounts: Infinity, hasDays: () => false } as unknown as Kept;
  const begun = { minAccounts: Infinity, has: () => false } as unknown as Kept;
  const [from, to] = [day - 20, day - 10].map((one) => new Date(one * DAY_MS).toISOString().slice(0, 10));
  const days: OwnDays = { lastDay: day - 10, isOver: true, days: { from: day - 20, to: day - 10 } };
  for (const [findCounting, expected] of [
    [() => begun, days],
    [() => null, null],
  ] as const) {
    const operations = createReportOperations(reader, { ...NOTHING_KEPT, find: () => presets, findCounting });
    const { ownDays } = resultOf(await operations.answer(accounts(`?limit=1&from=${from}&to=${to}`)));
    expect(ownDays).toEqual(expected);
  }
});

test("a file's pieces are worked out when they are asked for, each in one moment, and none after it is forgotten", async () => {
  const moments: string[] = [];
  const operations = createReportOperations(
    {
      ...reader,
      async atOneMoment(work) {
        moments.push("begin");
        try {
          return await reader.atOneMoment(work);
        } finally {
          moments.push("end");
        }
      },
    },
    NOTHING_KEPT,
  );
  const open = async (): Promise<number> => {
    const { body } = resultOf<ReportReply>(await operations.answer(accounts("?format=csv&columns=account")));
    expect(body).toBeTypeOf("number");
    return body as number;
  };
  const next = async (file: number): Promise<string | null> => {
    const piece = resultOf(await operations.piece(file));
    return piece === null ? null : new TextDecoder().decode(piece);
  };
  const [first, second] = [await open(), await open()];
  expect(moments).toEqual(["begin", "end", "begin", "end"]);
  expect([await next(first), await next(second)]).toEqual(["account\n", "account\n"]);
  expect((await next(first))?.trim().split("\n")).toHaveLength(200);
  expect(moments).toHaveLength(10);
  await operations.forget(first);
  expect(await next(first)).toBeNull();
  const lengths: number[] = [];
  for (let text = await next(second); text !== null; text = await next(second)) {
    lengths.push(text.trim().split("\n").length);
  }
  expect(lengths).toEqual([200, 200, 100]);
  expect(await next(second)).toBeNull();
});

test("definitions that were put in force are those of the next report", async () => {
  const operations = createReportOperations(reader, NOTHING_KEPT);
  const versions: unknown[] = [];
  for (const name of ["Calendars", "Diaries"]) {
    const definitions = { features: { calendars: { name } } };
    await store.records.applyDefinitions({ definitions, fileHash: null, appliedAtMs: NOW_MS });
    const { body } = resultOf(await operations.answer({ ...accounts(""), report: "features" }));
    const reply = JSON.parse(new TextDecoder().decode(body as Uint8Array)) as {
      readonly definitionVersion: number;
      readonly rows: readonly { readonly name: string }[];
    };
    versions.push([reply.definitionVersion, ...reply.rows.map((row) => row.name)]);
  }
  expect(versions).toEqual([
    [1, "Calendars"],
    [2, "Diaries"],
  ]);
});

test("a report that needs more sums at once than fit into memory is refused, others are answered", async () => {
  const cells = Array.from({ length: 4 }, (_, index) =>
    cell({ account: `a${index}`, user: `u${index}`, writer: `writer-000000000000${index}A`, slot: slotOf(NOW_MS) - 1 }),
  );
  await store.facts.mergeCells(cells, NOW_MS);
  const answersOf = async (maxSums: number, query = "") => {
    const some = openLocalReader(store.path, maxSums);
    try {
      const { answer } = createReportOperations(some, NOTHING_KEPT);
      return await answer(accounts(query));
    } finally {
      some.close();
    }
  };
  expect(await answersOf(3)).toMatchObject({
    kind: "problem",
    problem: "too-much-to-count",
    detail: expect.stringMatching(/more than 3 sums.*fewer accounts/) as unknown,
  });
  expect(await answersOf(4)).toMatchObject({ kind: "done", result: { status: 200 } });
  expect(await answersOf(3, "?account=a1")).toMatchObject({ kind: "done", result: { status: 200 } });
});
