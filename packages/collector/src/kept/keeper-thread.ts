import { parentPort as port, workerData } from "node:worker_threads";
import type { OwnDays } from "../api/reading/own-days.ts";
import type { KeepingProgress } from "./keeper.ts";
import { yieldToOthers } from "../store/sqlite/yield-to-others.ts";

/** What the thread is told at its start. */
export interface KeeperStart {
  /** The store's file. */
  readonly path: string;
  /** Days of one's own; null: the preset periods. */
  readonly ownDays: OwnDays | null;
}

/** What the thread tells: how far it has got with what isn't kept yet; that all is kept. */
export type KeeperNews = (KeepingProgress & { readonly kind: "progress" }) | { readonly kind: "kept" };

/**
 * Keeps the figures of a large workspace until it is told to end, those of days of one's own until they are counted; of a
 * small one it ends at once.
 */
async function serve({ path, ownDays }: KeeperStart): Promise<void> {
  yieldToOthers(ownDays === null ? "unawaited" : "awaited");
  const tell = (news: KeeperNews): void => port?.postMessage(news);
  const progress = (news: KeepingProgress): void => tell({ kind: "progress", ...news });
  const ending = new AbortController();
  port?.once("message", () => ending.abort());
  const keeping = { path, now: Date.now, signal: ending.signal };
  // Only now: as a rule nobody needs it.
  if (ownDays === null) {
    const { keepFigures } = await import("./keep-figures.ts");
    await keepFigures({ ...keeping, progress, noteKept: () => tell({ kind: "kept" }) });
  } else {
    const { keepOwnDays } = await import("./keep-own-days.ts");
    await keepOwnDays({ ...keeping, ownDays, progress, noteUnawaited: () => yieldToOthers("unawaited") });
  }
}

if (port === null) throw new TypeError("This file is a thread of the collector. Call createKeeping instead.");
await serve(workerData as KeeperStart);
port.close();
