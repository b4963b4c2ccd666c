import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { naturalKey } from "../../domain/text-order.ts";
import { StoreUnavailableError } from "../store-unavailable-error.ts";
import { foldedAsset } from "./folded-asset.ts";
import { MIGRATIONS } from "./migrations.ts";

/** "Uptk": tells an Uptake store from any other SQLite file. */
const APPLICATION_ID = 0x5570_746b;

/** How long a statement waits for another process that writes to the same file. */
const BUSY_TIMEOUT_MS = 10_000;

/** What the writer's connection may cache, in KiB: the hot ends of all trees. Twice as much saves no CPU, also with 50 million cells. */
const WRITER_CACHE_KIB = 16_384;

/**
 * What a reader's connection may cache, in KiB: all that one account's report reads again, and the upper levels of the
 * trees that lead there.
 */
const READER_CACHE_KIB = 16_384;

/**
 * Pages in the WAL at which they are copied into the file, 32 MB of them: most pages are written again before that, and
 * are copied once. Copying holds up the writer for some ms; a WAL of this size is read through in as many after a crash.
 */
const CHECKPOINT_PAGES = 8_000;

/** What a WAL that grew beyond this is cut to, in bytes: a reader that took long must not cost the disk for ever. */
export const WAL_LIMIT_BYTES = 67_108_864;

/** Opens the file for writing, makes it and its folder if need be, and brings its schema up to date. */
export function openForWriting(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    assertOurs(database, path);
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA cache_size = -${WRITER_CACHE_KIB};
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES};
    `);
    inTransaction(database, "IMMEDIATE", () => migrate(database, path));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens a file for reading only, whatever is in it. */
export function openForReading(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
}

/** Opens a file that {@link openForWriting} has prepared, for who answers one question after the other from it. */
export function openForQuestions(path: string): DatabaseSync {
  const database = openForReading(path);
  database.exec(`PRAGMA cache_size = -${READER_CACHE_KIB}`);
  return database;
}

/** Runs something in one transaction; an error rolls all of it back. */
export function inTransaction<Result>(
  database: DatabaseSync,
  kind: "DEFERRED" | "IMMEDIATE",
  run: () => Result,
): Result {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = run();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** A statement whose rows are arrays: half the cost of objects, for the paths that run once a cell. */
export function prepareArrays(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

type IntegerPragma = "application_id" | "user_version" | "page_count" | "page_size" | "freelist_count";

/** An integer pragma's value. */
export function readPragma(database: DatabaseSync, name: IntegerPragma): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** @throws StoreUnavailableError when the file is another program's. */
export function assertOurs(database: DatabaseSync, path: string): void {
  // In this order: another process may be creating the schema, which sets both in one transaction.
  const tables = Number(database.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"]);
  const id = readPragma(database, "application_id");
  if (tables === 0 || id === APPLICATION_ID) return;
  throw new StoreUnavailableError(
    "failed",
    `${path} is a SQLite file of another program (application id ${id}, ${tables} schema entries). Name another file.`,
  );
}

/** The schema version of a file that this program can read. @throws StoreUnavailableError when it is a newer one's. */
export function assertKnownVersion(database: DatabaseSync, path: string): number {
  const version = readPragma(database, "user_version");
  if (version > MIGRATIONS.length) {
    throw new StoreUnavailableError(
      "failed",
      `${path} has schema version ${version}, and this program knows up to ${MIGRATIONS.length}. Start a newer one.`,
    );
  }
  return version;
}

function migrate(database: DatabaseSync, path: string): void {
  const version = assertKnownVersion(database, path);
  // What steps fill columns with that SQL can't work out.
  database.function("natural_key", (text) => naturalKey(String(text)));
  database.function("folded_text", (name, key) => foldedAsset(name as string | null, String(key)));
  for (const step of MIGRATIONS.slice(version)) database.exec(step);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
}
