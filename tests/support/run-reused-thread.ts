import { parentPort, type MessagePort } from "node:worker_threads";
import type { ThreadMessage } from "../../packages/collector/src/store/sqlite/thread-messages.ts";
import { toThreadError } from "../../packages/collector/src/store/sqlite/thread-error.ts";

/** What such a thread is posted: serve at this port. */
export interface Serving {
  readonly port: MessagePort;
  readonly start: unknown;
}

/** What `bundle-threads.ts` puts in the place of the collector's `runThread`: serves anew as often as it is told to. */
export function runThread<Start>(serve: (port: MessagePort, start: Start) => void): void {
  parentPort?.on("message", ({ port, start }: Serving) => {
    // Not before the port is closed, and not by a thread that breaks, whose ports close, too.
    port.once("close", () => parentPort?.postMessage("served", []));
    try {
      serve(port, start as Start);
    } catch (error) {
      port.postMessage({ kind: "unable", error: toThreadError(error, "start") } satisfies ThreadMessage);
      port.close();
    }
  });
}
