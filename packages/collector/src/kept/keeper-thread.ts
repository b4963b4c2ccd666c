import { parentPort as port, workerData } from "node:worker_threads";
import { openForReading } from "../store/sqlite/database.ts";
import { yieldToOthers } from "../store/sqlite/yield-to-others.ts";

/** What the thread is told at its start. */
export interface KeeperStart {
  /** The store's file. */
  readonly path: string;
  /** A smaller workspace is counted for each answer: that takes no longer, and is never a moment old. */
  readonly minAccounts: number;
}

/** Keeps the figures of a large workspace until it is told to end; of a small one it ends at once. */
async function serve({ path, minAccounts }: KeeperStart): Promise<void> {
  yieldToOthers();
  if (countAccounts(path) < minAccounts) return;
  const ending = new AbortController();
  port?.once("message", () => ending.abort());
  // Only now: as a rule nobody needs it.
  const { keepFigures } = await import("./keep-figures.ts");
  await keepFigures({ path, now: Date.now, signal: ending.signal });
}

function countAccounts(path: string): number {
  const database = openForReading(path);
  try {
    return Number(database.prepare("SELECT count(*) AS count FROM accounts").get()?.["count"]);
  } finally {
    database.close();
  }
}

if (port === null) throw new TypeError("This file is a thread of the collector. Call createKeeping instead.");
await serve(workerData as KeeperStart);
port.close();
