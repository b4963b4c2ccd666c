import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isoDate } from "../domain/period/calendar-date.ts";
import { HttpProblem } from "../http/problem.ts";
import { createOwnDaysKeeping } from "../kept/start-keeping-own-days.ts";
import { createKeeping } from "../kept/start-keeping.ts";
import { SILENT_LOGGER } from "../ops/logger.ts";
import { createSqliteStore, type SqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { MANY_ACCOUNTS } from "../api/reading/awaited.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import { awaitKept } from "./await-kept.ts";
import { createReportPool } from "./report-pool.ts";
import type { Reports } from "./report.ts";

/** Figures of a large workspace that aren't kept yet, with the threads that a collector has. */

const DAY_MS = 86_400_000;
/** As many as aren't counted for an answer. */
const ACCOUNTS = MANY_ACCOUNTS.presets;
/** Threads have the time of the machine. */
const TODAY = Math.floor(Date.now() / DAY_MS);

let folder = "";
let store: SqliteStore;
let reports: Reports;
const readDays: OwnDays[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-own-days-"));
  store = await createSqliteStore({ path: join(folder, "uptake.db"), now: Date.now });
  await store.facts.putAccounts(
    Array.from({ length: ACCOUNTS }, (_, index) => ({ id: `a${index}`, createdAt: (TODAY - 60) * DAY_MS })),
  );
  const keepers = {
    presets: createKeeping(store.path, SILENT_LOGGER, Date.now),
    ownDays: createOwnDaysKeeping(store.path, SILENT_LOGGER, Date.now),
  };
  const noteRead = (ownDays: OwnDays): void => void readDays.push(ownDays);
  reports = awaitKept(createReportPool(store.path, noteRead), keepers);
}, 120_000);
afterAll(async () => {
  await reports.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

type Counted = { readonly countedAt: number | null };

/** As whoever comes again where they are told to. */
async function ask(report: "overview" | "users" | "attention", query = ""): Promise<Counted> {
  const asker = { scope: { kind: "all" }, name: null } as const;
  try {
    const answer = await reports.answer({ report, query, path: {}, accept: null, asker, nowMs: Date.now() });
    return (await answer.json()) as Counted;
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.kind !== "being-counted") throw error;
    return ask(report, query);
  }
}

test("the first who asks waits until the presets are kept, or comes again, and then those of days of one's own", async () => {
  const days: OwnDays = { lastDay: TODAY - 10, isOver: true, days: { from: TODAY - 20, to: TODAY - 10 } };
  const query = `?from=${isoDate(TODAY - 20)}&to=${isoDate(TODAY - 10)}`;
  // It waits for both.
  const { countedAt } = await ask("overview", query);
  expect(countedAt).toEqual(expect.any(Number));
  expect(await ask("users", query)).toMatchObject({ countedAt });
  expect(await ask("attention", query)).toMatchObject({ countedAt });
  expect(readDays).toEqual([days, days, days]);
  expect((await ask("overview")).countedAt).toEqual(expect.any(Number));
}, 120_000);
