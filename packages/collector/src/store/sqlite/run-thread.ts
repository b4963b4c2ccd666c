import { parentPort as port, workerData, type MessagePort } from "node:worker_threads";
import { toThreadError } from "./thread-error.ts";
import type { ThreadMessage } from "./thread-messages.ts";

/**
 * Runs this thread; when it can't even start, the one who started it is told why.
 * @param serve is given what the thread was started with.
 */
export function runThread<Start>(serve: (port: MessagePort, start: Start) => void): void {
  if (port === null) throw new TypeError("This file is a thread. Call createSqliteStore instead, or createCollector.");
  try {
    serve(port, workerData as Start);
  } catch (error) {
    port.postMessage({ kind: "unable", error: toThreadError(error, "start") } satisfies ThreadMessage);
  }
}
