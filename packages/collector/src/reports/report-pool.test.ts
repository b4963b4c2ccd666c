import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { HttpProblem } from "../http/problem.ts";
import { createSqliteStore, type SqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { startWorker } from "../store/sqlite/start-worker.ts";
import { createReportPool } from "./report-pool.ts";
import type { ReportQuestion, Reports } from "./report.ts";

const NOW_MS = Date.UTC(2026, 10, 18, 10, 7);
const DAY_MS = 86_400_000;
/** More than a thread writes in a piece, several times. */
const ACCOUNTS = 1_000;

let folder = "";
let store: SqliteStore;
let reports: Reports;
let workers: Worker[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-reports-"));
  store = await createSqliteStore({ path: join(folder, "uptake.db"), now: () => NOW_MS });
  await store.facts.putAccounts(Array.from({ length: ACCOUNTS }, (_, index) => ({ id: `a${index}` })));
}, 60_000);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  workers = [];
  reports = createReportPool(store.path, undefined, (path) => {
    const worker = startWorker(new URL("report-thread", import.meta.url), { path });
    workers.push(worker);
    return worker;
  });
});
afterEach(() => reports.close());

const question = (report: string, query = "", more: Partial<ReportQuestion> = {}): ReportQuestion => ({
  report: report as ReportQuestion["report"],
  query,
  path: {},
  accept: null,
  asker: { scope: { kind: "all" }, name: null },
  nowMs: NOW_MS,
  ...more,
});

interface Reply {
  readonly definitionVersion: number;
  readonly period: { readonly to: string };
  readonly total: number;
}
const read = async (asked: ReportQuestion): Promise<Reply> => (await (await reports.answer(asked)).json()) as Reply;

test("no thread is started before the first report, one by reports that come one by one, two by many at once", async () => {
  expect(workers).toHaveLength(0);
  for (let round = 0; round < 3; round++) await read(question("features"));
  expect(workers).toHaveLength(1);
  await Promise.all(Array.from({ length: 10 }, () => read(question("features"))));
  expect(workers).toHaveLength(2);
});

test("a reply has its status, headers, path parts, scope and clock", async () => {
  const response = await reports.answer(question("accounts", "?limit=5"));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect(await response.json()).toMatchObject({ total: ACCOUNTS, period: { to: "2026-11-18" } });
  const earlier = question("accounts", "", {
    nowMs: NOW_MS - 3 * DAY_MS,
    asker: { scope: { kind: "only", accounts: ["a1", "a2"] }, name: null },
  });
  expect(await read(earlier)).toMatchObject({ total: 2, period: { to: "2026-11-15" } });
  const one = await reports.answer(question("account", "", { path: { id: "a7" } }));
  expect(await one.json()).toMatchObject({ account: { account: "a7" } });
});

test("a door's problem arrives as itself", async () => {
  const problem = await reports.answer(question("accounts", "?period=never")).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(HttpProblem);
  expect(problem).toMatchObject({ kind: "invalid-parameter", message: expect.stringContaining("never") });
});

test("a fault arrives with what the log needs, and spoils no other report", async () => {
  const [fault, reply] = await Promise.allSettled([reports.answer(question("nothing")), read(question("accounts"))]);
  expect(fault).toMatchObject({ reason: { name: "Error", stack: expect.stringContaining("at workOut") } });
  expect(reply).toMatchObject({ value: { total: ACCOUNTS } });
});

test("a file comes in pieces, whole, while other reports are answered", async () => {
  const response = await reports.answer(question("accounts", "?format=ndjson&columns=account"));
  expect(response.headers.get("content-disposition")).toMatch(/"accounts_month_.*\.ndjson"/);
  const pieces = response.body?.getReader();
  const first = await pieces?.read();
  expect(await read(question("accounts"))).toMatchObject({ total: ACCOUNTS });
  let text = new TextDecoder().decode(first?.value);
  expect(text.split("\n").length).toBeLessThan(ACCOUNTS);
  for (let piece = await pieces?.read(); piece?.done === false; piece = await pieces?.read()) {
    text += new TextDecoder().decode(piece.value);
  }
  const accounts = text
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { account: string }).account);
  expect(new Set(accounts).size).toBe(ACCOUNTS);
  expect(accounts).toHaveLength(ACCOUNTS);
});

test("a file that nobody wants to its end is given up, and its thread answers on", async () => {
  const response = await reports.answer(question("accounts", "?format=csv"));
  const pieces = response.body?.getReader();
  await pieces?.read();
  await pieces?.cancel();
  expect(await read(question("accounts"))).toMatchObject({ total: ACCOUNTS });
  expect(workers).toHaveLength(1);
});

test("a thread that dies takes its own reports and files with it, and another takes its place", async () => {
  const file = await reports.answer(question("accounts", "?format=csv"));
  const pieces = file.body?.getReader();
  await pieces?.read();
  const lost = reports.answer(question("accounts"));
  const [refused] = await Promise.allSettled([lost, workers[0]?.terminate()]);
  expect(refused).toMatchObject({ reason: { name: "StoreUnavailableError", kind: "closed" } });
  const rest = async (): Promise<void> => {
    while ((await pieces?.read())?.done === false);
  };
  await expect(rest()).rejects.toMatchObject({ name: "StoreUnavailableError" });
  expect(await read(question("accounts"))).toMatchObject({ total: ACCOUNTS });
  expect(workers).toHaveLength(2);
});

test("a file that can't be read refuses reports as the store does", async () => {
  const nowhere = createReportPool(join(folder, "nothing-here.db"));
  await expect(nowhere.answer(question("accounts"))).rejects.toMatchObject({ name: "StoreUnavailableError" });
  await nowhere.close();
});

test("so many may wait; who comes after them is refused at once", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 230 }, () => read(question("features"))));
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as Error] : []));
  expect(refused).toHaveLength(30);
  for (const error of refused) expect(error).toMatchObject({ name: "StoreUnavailableError", kind: "overloaded" });
});

test("closing answers what is under way, and refuses what comes after; the threads have ended then", async () => {
  const ended: unknown[] = [];
  const under = Array.from({ length: 5 }, () => read(question("accounts")));
  for (const worker of workers) worker.once("exit", (code) => ended.push(code));
  const closed = reports.close();
  await expect(reports.answer(question("accounts"))).rejects.toMatchObject({ kind: "closed" });
  expect(await Promise.all(under)).toHaveLength(5);
  await closed;
  expect(ended).toEqual([0, 0]);
});
