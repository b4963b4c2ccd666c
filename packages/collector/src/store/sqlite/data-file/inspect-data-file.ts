import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { StoreUnavailableError } from "../../store-unavailable-error.ts";
import { assertKnownVersion, assertOurs, openForReading, readPragma } from "../database.ts";

/** What a data file says about itself. */
export interface DataFile {
  readonly schemaVersion: number;
  readonly sizeBytes: number;
  /** When the last cell was committed, Unix ms; null: nothing yet. */
  readonly lastReceivedAtMs: number | null;
}

/** SQLite's codes for a file that isn't what it should be: malformed, and not a database. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** Most problems that a check of the structure tells. */
const MAX_PROBLEMS = 20;

/**
 * Reads what a data file says about itself.
 * @throws StoreUnavailableError when there is none, or when it is not one of ours or of a newer version.
 */
export function inspectDataFile(path: string): DataFile {
  return withDataFile(path, (database) => ({
    schemaVersion: readPragma(database, "user_version"),
    sizeBytes: readPragma(database, "page_count") * readPragma(database, "page_size"),
    lastReceivedAtMs: (database.prepare("SELECT last_received_at_ms AS atMs FROM workspace").get()?.["atMs"] ??
      null) as number | null,
  }));
}

/**
 * Checks the whole structure of a data file, which takes its time.
 * @throws StoreUnavailableError with what is broken.
 */
export function assertIntact(path: string): void {
  const problems = withDataFile(path, (database) => [
    ...database
      .prepare(`PRAGMA integrity_check(${MAX_PROBLEMS})`)
      .all()
      .map((row) => String(row["integrity_check"])),
    ...database
      .prepare("PRAGMA foreign_key_check")
      .all()
      .map((row) => `${String(row["table"])} refers to nothing`),
  ]).filter((problem) => problem !== "ok");
  if (problems.length > 0) throw damage(path, problems.slice(0, MAX_PROBLEMS).join("; "));
}

/** Opens a file for reading if it is one of ours. @throws StoreUnavailableError also when it turns out to be damaged. */
export function withDataFile<Result>(path: string, look: (database: DatabaseSync) => Result): Result {
  if (!existsSync(path)) throw new StoreUnavailableError("failed", `There is no file ${path}. Name another one.`);
  const database = openForReading(path);
  try {
    assertOurs(database, path);
    assertKnownVersion(database, path);
    return look(database);
  } catch (error) {
    const { errcode = 0, message } = error as { readonly errcode?: number; readonly message: string };
    if (DAMAGED.has(errcode & 0xff)) throw damage(path, message);
    throw error;
  } finally {
    database.close();
  }
}

function damage(path: string, what: string): StoreUnavailableError {
  return new StoreUnavailableError("failed", `${path} is damaged: ${what}. Use another copy.`);
}
