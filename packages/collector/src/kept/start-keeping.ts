import type { Worker } from "node:worker_threads";
import type { Logger } from "../ops/logger.ts";
import { startWorker } from "../store/sqlite/start-worker.ts";
import type { KeeperStart } from "./keeper-thread.ts";

/** Keeps the figures of a large workspace on a thread of its own, from when somebody reads them. */
export interface Keeping {
  /** Somebody reads: sees to it that figures are kept. Costs nothing while they are. */
  wake(): void;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** Workspaces of fewer accounts are counted for each answer. */
export const MIN_KEPT_ACCOUNTS = 500;

/** How long a workspace that was too small is believed to be. A thread that broke isn't started again sooner, either. */
const LOOK_AGAIN_MS = 600_000;

/** What is counted at once is small; without a limit V8 would rather take memory than collect what is dead. */
const MAX_HEAP_MIB = 384;

/** @param now clock, ms. */
export function createKeeping(path: string, logger: Logger, now: () => number): Keeping {
  let running: { readonly worker: Worker; readonly ended: Promise<unknown> } | null = null;
  let startedAtMs = -Infinity;
  let isClosed = false;

  const start = (): void => {
    startedAtMs = now();
    const told: KeeperStart = { path, minAccounts: MIN_KEPT_ACCOUNTS };
    const worker = startWorker(new URL("keeper-thread", import.meta.url), told, {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    worker.unref();
    worker.once("error", (error) =>
      logger.error({ err: error }, "figures are not kept ready; they are counted when asked for"),
    );
    const ended = new Promise<void>((done) => {
      worker.once("exit", () => {
        running = null;
        done();
      });
    });
    running = { worker, ended };
  };
  return {
    wake() {
      if (!isClosed && running === null && now() >= startedAtMs + LOOK_AGAIN_MS) start();
    },
    async close() {
      isClosed = true;
      running?.worker.postMessage("end", []);
      await running?.ended;
    },
  };
}
