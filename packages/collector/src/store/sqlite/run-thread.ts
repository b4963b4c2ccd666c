import { parentPort as port, workerData, type MessagePort } from "node:worker_threads";
import { toThreadError } from "./thread-error.ts";
import type { ThreadMessage, ThreadStart } from "./thread-messages.ts";

/** Runs this thread; when it can't even start, the one who started it is told why. */
export function runThread(serve: (port: MessagePort, start: ThreadStart) => void): void {
  if (port === null) throw new TypeError("This file is a thread of the store. Call createSqliteStore instead.");
  try {
    serve(port, workerData as ThreadStart);
  } catch (error) {
    port.postMessage({ kind: "unable", error: toThreadError(error, "start") } satisfies ThreadMessage);
  }
}
