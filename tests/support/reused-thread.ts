import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort, type Transferable, type Worker } from "node:worker_threads";
import type { Serving } from "./run-reused-thread.ts";

/** Threads that have ended in the eyes of whoever started them, by name. */
const ended = new Map<string, Worker[]>();

/**
 * A thread that serves again after it has ended: to start one takes a third of what a store costs that is opened for one test.
 * What it ended with is closed as in any thread; one that breaks, or is told to terminate, is not used again.
 * @param startThread starts another where none has ended.
 */
export function startReusedThread(name: string, start: object, startThread: () => Worker): Worker {
  const thread = ended.get(name)?.pop() ?? startThread();
  return new ReusedThread(name, thread, start) as unknown as Worker;
}

/** As much of a `Worker` as the collector uses. */
class ReusedThread extends EventEmitter {
  readonly #thread: Worker;
  readonly #port: MessagePort;

  constructor(name: string, thread: Worker, start: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#thread = thread;
    this.#port = port1;
    let isClosed = false;
    let hasServed = false;
    const broke = (error: unknown): boolean => this.emit("error", error);
    const gone = (code: number): boolean => this.emit("exit", code);
    const endIfDone = (): void => {
      if (!isClosed || !hasServed) return;
      thread.off("error", broke).off("exit", gone).unref();
      ended.set(name, [...(ended.get(name) ?? []), thread]);
      this.emit("exit", 0);
    };
    thread.once("error", broke).once("exit", gone).ref();
    thread.once("message", () => {
      hasServed = true;
      endIfDone();
    });
    port1.on("message", (message) => this.emit("message", message));
    port1.once("close", () => {
      isClosed = true;
      endIfDone();
    });
    thread.postMessage({ port: port2, start } satisfies Serving, [port2]);
  }

  postMessage(message: unknown, transferred: readonly Transferable[] = []): void {
    this.#port.postMessage(message, transferred);
  }

  terminate(): Promise<number> {
    return this.#thread.terminate();
  }
}
