import { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";

/** How often the write-ahead log is looked at. */
const INTERVAL_MS = 500;

/** A log of more frames (pages) than this is begun anew: some 16 MB. */
const MAX_FRAMES = 4_000;

/** How long beginning anew may wait for those who are reading or writing at the moment. */
const BUSY_TIMEOUT_MS = 200;

/** Keeps a store's write-ahead log short while somebody reads one piece after the other. */
export interface LogKeeper {
  /** To be called between two pieces, outside of any transaction. */
  keepShort(): void;
  close(): void;
}

/**
 * Opens the file once more. SQLite begins the log anew only when a commit meets nobody who reads from it, and whoever reads
 * piece after piece is nearly always reading: so this stops and does it.
 */
export function createLogKeeper(path: string, elapsedMs: () => number): LogKeeper {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  const passive = prepareArrays(database, "PRAGMA wal_checkpoint(PASSIVE)");
  const restart = prepareArrays(database, "PRAGMA wal_checkpoint(RESTART)");
  let lookedAtMs = elapsedMs();
  return {
    keepShort() {
      if (elapsedMs() - lookedAtMs < INTERVAL_MS) return;
      const [, frames = 0] = passive.get() as unknown as readonly number[];
      if (frames > MAX_FRAMES) restart.get();
      lookedAtMs = elapsedMs();
    },
    close: () => database.close(),
  };
}
