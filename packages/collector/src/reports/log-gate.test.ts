import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createLogGate, type LogGate, type LogLimits } from "./log-gate.ts";

const LIMITS: LogLimits = {
  restBytes: 100_000,
  longBytes: 200_000,
  patienceMs: 60,
  hugeBytes: 1_000_000,
  pauseMs: 500,
};
const OPEN: LogGate = { pass: (work) => work() };
const READ_MS = 6;

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "uptake-gate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "a.db");
}

/** Writes, while two read in turn so that one of them always does. @returns the most bytes that the log had. */
async function longestLog(gateOf: (path: string) => LogGate): Promise<number> {
  const path = newPath();
  const gate = gateOf(path);
  const open = (): DatabaseSync => {
    const database = new DatabaseSync(path);
    onTestFinished(() => database.close());
    return database;
  };
  const writer = open();
  writer.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 10; PRAGMA journal_size_limit = ${LIMITS.restBytes};
    CREATE TABLE texts (text TEXT)`);
  const end = new AbortController();
  const read = async (waitMs: number): Promise<void> => {
    const database = open();
    await delay(waitMs);
    while (!end.signal.aborted) {
      await gate.pass(async () => {
        database.exec("BEGIN; SELECT count(*) FROM texts");
        await delay(READ_MS);
        database.exec("COMMIT");
      });
    }
  };
  const readers = [read(0), read(READ_MS / 2)];
  let longest = 0;
  for (let round = 0; round < 400; round += 1) {
    writer.prepare("INSERT INTO texts VALUES (?)").run("x".repeat(4_000));
    longest = Math.max(longest, statSync(`${path}-wal`).size);
    await delay(1);
  }
  end.abort();
  await Promise.all(readers);
  return longest;
}

test("a log of which somebody always reads grows for ever, and with the gate it doesn't", async () => {
  expect(await longestLog(() => OPEN)).toBeGreaterThan(2_000_000);
  expect(await longestLog((path) => createLogGate(path, LIMITS))).toBeLessThan(600_000);
});

/** A gate at a log that is as long as a test says. */
function gateAt(bytes: number): { readonly gate: LogGate; readonly setBytes: (bytes: number) => void } {
  const path = newPath();
  writeFileSync(`${path}-wal`, "");
  const setBytes = (length: number): void => truncateSync(`${path}-wal`, length);
  setBytes(bytes);
  return { gate: createLogGate(path, LIMITS), setBytes };
}

/** How long work waits before it begins, ms. */
async function waitAt(gate: LogGate): Promise<number> {
  const askedAtMs = performance.now();
  return gate.pass(async () => performance.now() - askedAtMs);
}

test("nobody waits while the log is short, or where there is none", async () => {
  expect(await waitAt(createLogGate(newPath(), LIMITS))).toBeLessThan(LIMITS.pauseMs / 2);
  expect(await waitAt(gateAt(LIMITS.longBytes).gate)).toBeLessThan(LIMITS.pauseMs / 2);
});

test("where waiting is in vain, nobody waits again before the log has grown further", async () => {
  const { gate, setBytes } = gateAt(LIMITS.longBytes + 1);
  expect(await waitAt(gate)).toBeGreaterThanOrEqual(LIMITS.pauseMs - 20);
  expect(await waitAt(gate)).toBeLessThan(LIMITS.pauseMs / 2);
  setBytes(LIMITS.longBytes + LIMITS.restBytes + 10);
  expect(await waitAt(gate)).toBeGreaterThanOrEqual(LIMITS.pauseMs - 20);
});

test("work that takes long is waited for so long only, unless the log is huge; what fails is no longer under way", async () => {
  const { gate, setBytes } = gateAt(0);
  const endOf = { end: (): void => undefined };
  const long = gate.pass(() => new Promise<void>((done) => (endOf.end = done)));
  setBytes(LIMITS.longBytes + 1);
  const waited = await waitAt(gate);
  expect([waited >= LIMITS.patienceMs - 20, waited < LIMITS.pauseMs]).toEqual([true, true]);
  setBytes(LIMITS.hugeBytes + 1);
  let isDone = false;
  const huge = waitAt(gate).then(() => (isDone = true));
  await delay(3 * LIMITS.patienceMs);
  expect(isDone).toBe(false);
  setBytes(0);
  endOf.end();
  await Promise.all([long, huge]);
  await expect(gate.pass(() => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
  setBytes(LIMITS.longBytes + 1);
  expect(await waitAt(gate)).toBeGreaterThanOrEqual(LIMITS.pauseMs - 20);
});
