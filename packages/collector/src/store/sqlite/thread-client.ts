import type { Worker } from "node:worker_threads";
import { StoreUnavailableError } from "../store-unavailable-error.ts";
import { startWorker } from "./start-worker.ts";
import type {
  Operations,
  ThreadError,
  ThreadMessage,
  ThreadRequest,
  ThreadRequests,
  ThreadStart,
} from "./thread-messages.ts";

/** The caller's end of one thread. */
export interface ThreadClient<Asked extends Operations> {
  /** @throws StoreUnavailableError as a rejection. */
  ask<Name extends keyof Asked & string>(
    name: Name,
    input: Parameters<Asked[Name]>[0],
  ): Promise<Awaited<ReturnType<Asked[Name]>>>;
  /** Questions without an answer so far. */
  pending(): number;
  /** Whether what follows from what was acknowledged, such as sums, isn't there yet. */
  isBehind(): boolean;
  /** Resolves when the thread has ended and nobody has asked it to, with why. */
  readonly lost: Promise<StoreUnavailableError>;
  /** Takes no more questions, waits for the answers, and ends the thread. The same promise however often it is called. */
  close(): Promise<void>;
}

/** The threads of this folder. */
export type ThreadName = "writer-thread" | "reader-thread" | "checker-thread";

interface Waiting {
  readonly done: (result: never) => void;
  readonly refused: (error: Error) => void;
}

/** Starts a thread and resolves when it is ready. */
export function startThread<Asked extends Operations>(
  thread: ThreadName,
  start: ThreadStart,
): Promise<ThreadClient<Asked>> {
  return connectThread(startWorker(new URL(thread, import.meta.url), start), thread);
}

/**
 * Talks to a thread that has just been started; resolves when it is ready.
 * @param thread its name.
 * @param advice what to do when it is lost.
 */
export async function connectThread<Asked extends Operations>(
  worker: Worker,
  thread: string,
  advice = "Open the store again.",
): Promise<ThreadClient<Asked>> {
  const waiting = new Map<number, Waiting>();
  let outbox: ThreadRequest[] = [];
  let lastId = 0;
  let isBehind = false;
  let closing: Promise<void> | undefined;
  let ended: StoreUnavailableError | undefined;

  const end = (error: StoreUnavailableError): void => {
    ended ??= error;
    for (const { refused } of waiting.values()) refused(error);
    waiting.clear();
  };
  const send = <Result>(name: string | null, input: unknown): Promise<Result> =>
    new Promise((done, refused) => {
      if (ended !== undefined) return refused(ended);
      const id = ++lastId;
      waiting.set(id, { done, refused });
      if (outbox.length === 0) setImmediate(postAll);
      outbox.push({ id, name, input });
    });
  /** What was asked in one turn of the event loop crosses together: a message costs more than what is in it. */
  const postAll = (): void => {
    const requests = outbox;
    outbox = [];
    try {
      worker.postMessage(requests satisfies ThreadRequests, []);
    } catch {
      // The input of one of them can't cross, which is no fault of the others.
      for (const request of requests) postAlone(request);
    }
  };
  const postAlone = (request: ThreadRequest): void => {
    try {
      worker.postMessage([request] satisfies ThreadRequests, []);
    } catch (error) {
      waiting.get(request.id)?.refused(error as Error);
      waiting.delete(request.id);
    }
  };

  const exited = new Promise<void>((done) => {
    worker.once("exit", () => {
      end(new StoreUnavailableError("closed", `The store's ${thread} has ended. ${advice}`));
      done();
    });
  });
  const lost = new Promise<StoreUnavailableError>((done) => {
    worker.once("exit", () => {
      if (closing === undefined && ended !== undefined) done(ended);
    });
  });
  const ready = new Promise<void>((done, refused) => {
    worker.on("message", (message: ThreadMessage) => {
      if (message.kind === "ready") return done();
      if (message.kind === "behind") {
        isBehind = message.isBehind;
        return;
      }
      if (message.kind === "unable") return end(toError(message.error));
      for (const reply of message.replies) {
        const asker = waiting.get(reply.id);
        waiting.delete(reply.id);
        if (reply.kind === "done") asker?.done(reply.result as never);
        else asker?.refused(toError(reply.error));
      }
    });
    worker.once("error", (error) => {
      const message = `The store's ${thread} broke: ${error.message}. ${advice}`;
      end(new StoreUnavailableError("failed", message, { cause: error }));
    });
    waiting.set(0, { done, refused });
  });
  await ready;
  waiting.delete(0);

  return {
    ask: (name, input) =>
      closing === undefined
        ? send(name, input)
        : Promise.reject(new StoreUnavailableError("closed", "The store is closed. Open it again.")),
    pending: () => waiting.size,
    isBehind: () => isBehind,
    lost,
    close() {
      closing ??= send(null, null).then(
        () => exited,
        () => exited,
      );
      return closing;
    },
  };
}

function toError({ kind, message }: ThreadError): StoreUnavailableError {
  return new StoreUnavailableError(kind, message);
}
