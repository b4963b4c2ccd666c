import { StoreUnavailableError } from "../store-unavailable-error.ts";
import { createBacklog } from "./backlog.ts";
import type { CheckOperations } from "./check/check-operations.ts";
import type { ReadOperations } from "./read/read-operations.ts";
import { startThread, type ThreadClient } from "./thread-client.ts";
import type { ThreadStart } from "./thread-messages.ts";
import type { WriteOperations } from "./write/write-operations.ts";

/** The threads of one store. Each question and change rejects with `StoreUnavailableError` once `close` was called. */
export interface Threads {
  readonly write: ThreadClient<WriteOperations>["ask"];
  /** Asks the reader that has the least to do. */
  readonly read: ThreadClient<ReadOperations>["ask"];
  /** Asks a thread of its own, so that nobody waits for a question that reads everything. */
  readonly check: ThreadClient<CheckOperations>["ask"];
  /** Waits for what was asked so far, and closes the file. The same promise however often it is called. */
  close(): Promise<void>;
}

/** Two, so that one long question doesn't hold up the short ones. */
const READER_COUNT = 2;

/** Questions that may wait for the readers: some seconds of their work. */
const MAX_WAITING_QUESTIONS = 1_000;

/** Starts one thread that writes and a small pool that reads. */
export async function startThreads(start: ThreadStart): Promise<Threads> {
  const writer = await startThread<WriteOperations>("writer-thread", start);
  const startReader = (): Promise<ThreadClient<ReadOperations>> => startThread("reader-thread", start);
  const started = await Promise.allSettled(Array.from({ length: READER_COUNT }, startReader));
  const readers = started.flatMap((reader) => (reader.status === "fulfilled" ? [reader.value] : []));
  const alone = new Set<Promise<unknown>>();
  const questions = createBacklog(MAX_WAITING_QUESTIONS, "questions");
  let closing: Promise<void> | undefined;

  const whileOpen = <Result>(ask: () => Promise<Result>): Promise<Result> =>
    closing === undefined
      ? ask()
      : Promise.reject(new StoreUnavailableError("closed", "The store is closed. Open it again."));
  const leastBusy = (): ThreadClient<ReadOperations> =>
    readers.reduce((best, reader) => (reader.pending() < best.pending() ? reader : best));
  const closeAll = async (): Promise<void> => {
    // The writer last: whoever closes a file last tidies it up, and readers may not.
    await Promise.allSettled([...alone, ...readers.map((reader) => reader.close())]);
    await writer.close();
  };

  const failed = started.find((reader) => reader.status === "rejected");
  if (failed !== undefined) {
    await closeAll();
    throw failed.reason;
  }
  return {
    write: (name, input) => whileOpen(() => writer.ask(name, input)),
    read: (name, input) => whileOpen(() => questions.take(1, () => leastBusy().ask(name, input))),
    check: (name, input) =>
      whileOpen(() => {
        const checker = startThread<CheckOperations>("checker-thread", start);
        const answer = checker.then((thread) => thread.ask(name, input).finally(() => thread.close()));
        alone.add(answer);
        return answer.finally(() => alone.delete(answer));
      }),
    close: () => (closing ??= closeAll()),
  };
}
