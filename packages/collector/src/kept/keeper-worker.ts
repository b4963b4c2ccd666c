import type { Logger } from "../ops/logger.ts";
import { startWorker } from "../store/sqlite/start-worker.ts";
import { KEEPER_HEAP_MIB } from "./keeper-heap.ts";
import type { KeeperNews, KeeperStart } from "./keeper-thread.ts";

/** A thread that keeps figures. */
export interface KeeperWorker {
  /** When it has ended, of itself or because it was told to: whether it had done what it was to do. */
  readonly ended: Promise<"done" | "failed">;
  /** Tells it to end. */
  end(): void;
}

/** Starts a thread. @param tell told its news. */
export function startKeeperWorker(start: KeeperStart, logger: Logger, tell: (news: KeeperNews) => void): KeeperWorker {
  const worker = startWorker(new URL("keeper-thread", import.meta.url), start, {
    resourceLimits: { maxOldGenerationSizeMb: KEEPER_HEAP_MIB },
  });
  worker.unref();
  worker.on("message", tell);
  let hasFailed = false;
  worker.once("error", (error) => {
    hasFailed = true;
    logger.error({ err: error }, "figures are not kept ready; they are counted when asked for");
  });
  const ended = new Promise<"done" | "failed">((done) => {
    worker.once("exit", () => done(hasFailed ? "failed" : "done"));
  });
  return { ended, end: () => worker.postMessage("end", []) };
}
