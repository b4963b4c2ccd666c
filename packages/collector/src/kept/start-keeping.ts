import type { Logger } from "../ops/logger.ts";
import { startKeeperWorker, type KeeperWorker } from "./keeper-worker.ts";

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
export const LOOK_AGAIN_MS = 600_000;

/** @param now clock, ms. */
export function createKeeping(path: string, logger: Logger, now: () => number): Keeping {
  let running: KeeperWorker | null = null;
  let startedAtMs = -Infinity;
  let isClosed = false;

  const start = async (): Promise<void> => {
    startedAtMs = now();
    running = startKeeperWorker({ path, minAccounts: MIN_KEPT_ACCOUNTS, ownDays: null }, logger);
    await running.ended;
    running = null;
  };
  return {
    wake() {
      if (!isClosed && running === null && now() >= startedAtMs + LOOK_AGAIN_MS) void start();
    },
    async close() {
      isClosed = true;
      running?.end();
      await running?.ended;
    },
  };
}
