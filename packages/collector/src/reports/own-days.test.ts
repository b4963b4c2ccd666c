import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isoDate } from "../domain/period/calendar-date.ts";
import { HttpProblem } from "../http/problem.ts";
import { createOwnDaysKeeping } from "../kept/start-keeping-own-days.ts";
import { keepWorkspace } from "../kept/test-support/keep-workspace.ts";
import { SILENT_LOGGER } from "../ops/logger.ts";
import { createSqliteStore, type SqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import { awaitOwnDays } from "./await-own-days.ts";
import { createReportPool } from "./report-pool.ts";
import type { Reports } from "./report.ts";

/** Days of one's own of a large workspace, with the threads that a collector has. */

const DAY_MS = 86_400_000;
/** As many as are kept at all. */
const ACCOUNTS = 500;
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
  (await keepWorkspace(store.path, Date.now)).close();
  const keeping = createOwnDaysKeeping(store.path, SILENT_LOGGER, Date.now);
  const noteRead = (ownDays: OwnDays): void => void readDays.push(ownDays);
  reports = awaitOwnDays(createReportPool(store.path, noteRead), keeping);
}, 120_000);
afterAll(async () => {
  await reports.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

test("the first who asks waits until they are kept, or comes again, and the next one doesn't", async () => {
  const days: OwnDays = { lastDay: TODAY - 10, isOver: true, days: { from: TODAY - 20, to: TODAY - 10 } };
  const query = `?from=${isoDate(TODAY - 20)}&to=${isoDate(TODAY - 10)}`;
  const ask = async (report: "overview" | "users" | "attention"): Promise<{ readonly countedAt: number | null }> => {
    const asker = { scope: { kind: "all" }, name: null } as const;
    try {
      const answer = await reports.answer({ report, query, path: {}, accept: null, asker, nowMs: Date.now() });
      return (await answer.json()) as { readonly countedAt: number | null };
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.kind !== "being-counted") throw error;
      return ask(report);
    }
  };
  const { countedAt } = await ask("overview");
  expect(countedAt).toEqual(expect.any(Number));
  expect(await ask("users")).toMatchObject({ countedAt });
  expect(await ask("attention")).toMatchObject({ countedAt });
  expect(readDays).toEqual([days, days, days]);
}, 120_000);
