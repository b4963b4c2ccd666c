import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import type { BackfillRow, Facts } from "../facts.ts";
import type { Records } from "../records.ts";
import type { ReadOperations } from "./read/read-operations.ts";
import { startThread, type ThreadClient } from "./thread-client.ts";
import type { WriteOperations } from "./write/write-operations.ts";

export interface SqliteStoreOptions {
  /** The file; it and its folder are made if need be. */
  readonly path: string;
  /** The workspace's days, IANA name. Another one than last time: the rollups are rebuilt before anything is served. */
  readonly timeZone: string;
  /** Unix ms. A fresh store takes cells from 35 days before it. */
  readonly now: () => number;
}

/** One file that holds both interfaces. */
export interface SqliteStore {
  readonly facts: Facts;
  readonly records: Records;
  /** Waits for what was asked so far, and closes the file. The `close` of `facts` and `records` is this one. */
  close(): Promise<void>;
}

/** Two, so that one long question doesn't hold up the short ones. */
const READER_COUNT = 2;

/** Rows of a backfill in one transaction: what browsers send waits for no more than these. */
const BACKFILL_CHUNK_ROWS = 2_000;

/**
 * Opens the store. SQLite works in threads of its own: one writes, in groups; two read.
 * @throws StoreUnavailableError when the file can't be opened; RangeError when there is no such time zone.
 */
export async function createSqliteStore({ path, timeZone, now }: SqliteStoreOptions): Promise<SqliteStore> {
  // Fails here, with a plain error, rather than in a thread.
  createWorkspaceCalendar(timeZone);
  const start = { path: resolve(path), timeZone, openedAtMs: now() };
  mkdirSync(dirname(start.path), { recursive: true });
  const writer = await startThread<WriteOperations>("writer-thread", start);
  const startReader = (): Promise<ThreadClient<ReadOperations>> => startThread("reader-thread", start);
  const readers = await Promise.all(Array.from({ length: READER_COUNT }, startReader));

  const read: ThreadClient<ReadOperations>["ask"] = (name, input) => {
    const [first, ...others] = readers;
    if (first === undefined) throw new RangeError("A store has at least one reader.");
    return others.reduce((best, reader) => (reader.pending() < best.pending() ? reader : best), first).ask(name, input);
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    // The readers first: the last connection to close a file tidies it up, and they may only read.
    closed ??= Promise.all(readers.map((reader) => reader.close())).then(() => writer.close());
    return closed;
  };
  return {
    facts: createFacts(writer, read, startReader, close),
    records: createRecords(writer, read, close),
    close,
  };
}

type Write = ThreadClient<WriteOperations>;
type Read = ThreadClient<ReadOperations>["ask"];

function createFacts(
  writer: Write,
  read: Read,
  startReader: () => Promise<ThreadClient<ReadOperations>>,
  close: () => Promise<void>,
): Facts {
  return {
    mergeCells: (cells, receivedAtMs) => writer.ask("mergeCells", { cells, receivedAtMs }),
    quarantine: (rows, receivedAtMs) => writer.ask("quarantine", { rows, receivedAtMs }),
    async backfill(source, rows, receivedAtMs) {
      if (source === "") throw new RangeError("A backfill needs a source; the empty one belongs to browsers. Name it.");
      for (const chunk of chunksOf(rows)) await writer.ask("backfill", { source, rows: chunk, receivedAtMs });
    },
    async fold(slot) {
      while (!(await writer.ask("foldStep", { slot })));
    },
    putAccounts: (rows) => writer.ask("putAccounts", rows),
    putUsers: (rows) => writer.ask("putUsers", rows),
    putAssets: (rows) => writer.ask("putAssets", rows),
    totals: (query) => read("totals", query),
    actionTotals: (query) => read("actionTotals", query),
    member: (query) => read("member", query),
    accounts: (scope) => read("accounts", scope),
    users: (scope) => read("users", scope),
    assets: (query) => read("assets", query),
    assetCounts: (query) => read("assetCounts", query),
    watermark: (scope) => read("watermark", scope),
    async verify() {
      // It reads everything: in a thread of its own, so that nobody waits for it.
      const reader = await startReader();
      try {
        return await reader.ask("verify", undefined);
      } finally {
        await reader.close();
      }
    },
    close,
  };
}

function createRecords(writer: Write, read: Read, close: () => Promise<void>): Records {
  return {
    createKey: (key) => writer.ask("createKey", key),
    keys: () => read("keys", undefined),
    revokeKey: (id, atMs) => writer.ask("revokeKey", { id, atMs }),
    definitions: () => read("definitions", undefined),
    applyDefinitions: (next) => writer.ask("applyDefinitions", next),
    createSignInToken: (tokenHash, identity, expiresAtMs) =>
      writer.ask("createSignInToken", { tokenHash, identity, expiresAtMs }),
    startSession: (tokenHash, sessionHash, nowMs, expiresAtMs) =>
      writer.ask("startSession", { tokenHash, sessionHash, nowMs, expiresAtMs }),
    session: (hash, nowMs) => read("session", { hash, nowMs }),
    endSession: (hash) => writer.ask("endSession", hash),
    audit: (entry) => writer.ask("audit", entry),
    close,
  };
}

function* chunksOf(rows: readonly BackfillRow[]): Generator<readonly BackfillRow[]> {
  for (let start = 0; start < rows.length; start += BACKFILL_CHUNK_ROWS) {
    yield rows.slice(start, start + BACKFILL_CHUNK_ROWS);
  }
}
