import { existsSync, renameSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StoreUnavailableError } from "../../store-unavailable-error.ts";

const BUSY = 5;

/** What may stand beside a data file and belongs to it. */
const SUFFIXES = ["", "-wal", "-shm", "-journal"];

/**
 * Renames a data file that nobody uses, whole or damaged, with all that belongs to it.
 * @throws StoreUnavailableError when somebody has it open.
 */
export function setAside(path: string, name: string): void {
  const release = existsSync(path) ? holdAlone(path) : () => undefined;
  try {
    for (const suffix of SUFFIXES) {
      if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${name}${suffix}`);
    }
  } finally {
    release();
  }
}

/** @throws StoreUnavailableError when somebody has it open. */
export function assertUnused(path: string): void {
  holdAlone(path)();
}

/** Leaving the write-ahead log takes that nobody else has the file open, not even for reading. @returns lets go of it. */
function holdAlone(path: string): () => void {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (error) {
    const { errcode } = error as { readonly errcode?: number };
    database.close();
    // Whatever else is wrong with it is no reason to keep it in its place.
    if (((errcode ?? 0) & 0xff) !== BUSY) return () => undefined;
    throw new StoreUnavailableError("busy", `${path} is open in another process, such as a collector. End that first.`);
  }
  return () => database.close();
}
