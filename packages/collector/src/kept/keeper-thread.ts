import { parentPort as port, workerData } from "node:worker_threads";
import type { OwnDays } from "../api/reading/own-days.ts";
import { openForReading } from "../store/sqlite/database.ts";
import { yieldToOthers } from "../store/sqlite/yield-to-others.ts";

/** What the thread is told at its start. */
export interface KeeperStart {
  /** The store's file. */
  readonly path: string;
  /** A smaller workspace is counted for each answer: that takes no longer, and is never a moment old. */
  readonly minAccounts: number;
  /** Days of one's own; null: the preset periods. */
  readonly ownDays: OwnDays | null;
}

/**
 * Keeps the figures of a large workspace until it is told to end, those of days of one's own until they are counted; of a
 * small one it ends at once. Of days of one's own it tells how far it has got.
 */
async function serve({ path, minAccounts, ownDays }: KeeperStart): Promise<void> {
  yieldToOthers();
  if (countAccounts(path) < minAccounts) return;
  const ending = new AbortController();
  port?.once("message", () => ending.abort());
  const keeping = { path, now: Date.now, signal: ending.signal };
  // Only now: as a rule nobody needs it.
  if (ownDays === null) {
    const { keepFigures } = await import("./keep-figures.ts");
    await keepFigures(keeping);
  } else {
    const { keepOwnDays } = await import("./keep-own-days.ts");
    await keepOwnDays({ ...keeping, ownDays, progress: (progress) => port?.postMessage(progress) });
  }
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
