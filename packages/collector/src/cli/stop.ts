import type { Server } from "node:http";
import type { Collector } from "../collector.ts";
import type { Logger } from "../ops/logger.ts";

const DRAIN_MS = 10_000;
/** Replies that are written already get so long to leave. */
const LEAVE_MS = 1_000;
/** A store that takes longer to close is stuck, and waiting saves nothing: what was acknowledged is on disk. */
const CLOSE_MS = 5_000;

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * Resolves at the first signal to stop. The second one ends the process at once: what was acknowledged is on disk, and
 * whoever was not answered sends again.
 */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((done) => {
    const onSignal = (signal: NodeJS.Signals): void => {
      for (const name of SIGNALS) process.off(name, onSignal);
      done(signal);
    };
    for (const name of SIGNALS) process.on(name, onSignal);
  });
}

/**
 * New requests are refused, those under way are answered for up to ten seconds, then connections and store are closed. If the
 * store doesn't close, the process ends all the same, with exit code 1.
 */
export async function stop(server: Server, collector: Collector, logger: Logger): Promise<void> {
  const giveUp = setTimeout(() => {
    logger.error({ afterMs: DRAIN_MS + CLOSE_MS }, "The store did not close; ending all the same.");
    process.exit(1);
  }, DRAIN_MS + CLOSE_MS);
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await collector.close(DRAIN_MS);
  clearTimeout(giveUp);
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), LEAVE_MS);
  await closed;
  clearTimeout(timer);
}
