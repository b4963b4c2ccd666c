import { setTimeout as delay } from "node:timers/promises";
import { StoreUnavailableError } from "../store-unavailable-error.ts";
import { createBacklog } from "./backlog.ts";
import type { CheckOperations } from "./check/check-operations.ts";
import type { ReadOperations } from "./read/read-operations.ts";
import { startThread, type ThreadClient } from "./thread-client.ts";
import type { ThreadStart } from "./thread-messages.ts";
import type { WriteOperations } from "./write/write-operations.ts";

/**
 * The threads of one store. Each question and change rejects with `StoreUnavailableError` once `close` was called, or one of
 * the threads is lost: with half of them nothing works in the end, and who asks whether it does must be told so.
 */
export interface Threads {
  readonly write: ThreadClient<WriteOperations>["ask"];
  /** Asks the reader that has the least to do; what is asked together, mostly the same one. */
  readonly read: ThreadClient<ReadOperations>["ask"];
  /** Waits until everything that was acknowledged so far is in what any thread reads. */
  readonly catchUp: () => Promise<void>;
  /** Asks a thread of its own, so that nobody waits for a question that reads everything. */
  readonly check: ThreadClient<CheckOperations>["ask"];
  /** Resolves when a thread has broken, or ended by itself: nothing works from then on. */
  readonly lost: Promise<StoreUnavailableError>;
  /** Waits for what was asked so far, and closes the file. The same promise however often it is called. */
  close(): Promise<void>;
}

/** Two, so that one long question doesn't hold up the short ones. */
const MAX_READERS = 2;

/** A reader that is busy for this long, ms, gets another beside it: what asks several small things at once needs none. */
const BUSY_MS = 10;

/** Questions of one turn of the event loop that one reader is asked: those of one reply, mostly. */
const MAX_TOGETHER = 4;

/** Questions that may wait for the readers: some seconds of their work. */
const MAX_WAITING_QUESTIONS = 1_000;

/** Questions that no rollup answers, or that add to it what it lacks. */
const WITHOUT_ROLLUPS: ReadonlySet<keyof ReadOperations> = new Set([
  "member",
  "relevanceAnswers",
  "milestoneRecords",
  "segmentMembers",
  "removals",
  "definitions",
  "keys",
  "session",
  "findOldWriters",
]);

/** Starts one thread that writes and one that reads; another reader when the first is found busy and stays so. */
export async function startThreads(start: ThreadStart): Promise<Threads> {
  let loss: StoreUnavailableError | undefined;
  let tellLoss: (error: StoreUnavailableError) => void;
  const lost = new Promise<StoreUnavailableError>((done) => (tellLoss = done));
  const watch = async (thread: { readonly lost: Promise<StoreUnavailableError> }): Promise<void> => {
    loss = await thread.lost;
    tellLoss(loss);
  };
  const writer = await startThread<WriteOperations>("writer-thread", start);
  void watch(writer);
  const readers: ThreadClient<ReadOperations>[] = [];
  const addReader = async (): Promise<void> => {
    const reader = await startThread<ReadOperations>("reader-thread", start);
    void watch(reader);
    readers.push(reader);
  };
  try {
    await addReader();
  } catch (error) {
    await writer.close();
    throw error;
  }
  let adding: Promise<void> | null = null;
  let together: { readonly reader: ThreadClient<ReadOperations>; more: number } | null = null;
  const alone = new Set<Promise<unknown>>();
  const questions = createBacklog(MAX_WAITING_QUESTIONS, "questions");
  let closing: Promise<void> | undefined;

  const whileOpen = <Result>(ask: () => Promise<Result>): Promise<Result> => {
    if (closing !== undefined) {
      return Promise.reject(new StoreUnavailableError("closed", "The store is closed. Open it again."));
    }
    return loss === undefined ? ask() : Promise.reject(loss);
  };
  const areAllBusy = (): boolean => readers.every((reader) => reader.pending() > 0);
  const addReaderIfStillBusy = async (): Promise<void> => {
    await delay(BUSY_MS);
    // Should it fail there is the other one, and the next question that finds that busy tries again.
    if (areAllBusy() && closing === undefined) await addReader().catch(() => undefined);
    adding = null;
  };
  const leastBusy = (): ThreadClient<ReadOperations> => {
    if (adding === null && readers.length < MAX_READERS && areAllBusy()) adding = addReaderIfStillBusy();
    return readers.reduce((best, reader) => (reader.pending() < best.pending() ? reader : best));
  };
  /** One of them for a few questions of one turn of the event loop, which cross in one message. */
  const nextReader = (): ThreadClient<ReadOperations> => {
    if (together === null || together.more === 0) {
      if (together === null) setImmediate(() => (together = null));
      together = { reader: leastBusy(), more: MAX_TOGETHER };
    }
    together.more -= 1;
    return together.reader;
  };
  const catchUp = async (): Promise<void> => {
    if (!writer.isBehind()) return;
    // Whoever reads while nothing can be written is told what there is.
    await writer.ask("catchUp", undefined).catch(() => undefined);
  };
  const ask: ThreadClient<ReadOperations>["ask"] = (name, input) =>
    WITHOUT_ROLLUPS.has(name) || !writer.isBehind()
      ? nextReader().ask(name, input)
      : catchUp().then(() => nextReader().ask(name, input));
  const closeAll = async (): Promise<void> => {
    await adding;
    // The writer last: whoever closes a file last tidies it up, and readers may not.
    await Promise.allSettled([...alone, ...readers.map((reader) => reader.close())]);
    await writer.close();
  };

  return {
    write: (name, input) => whileOpen(() => writer.ask(name, input)),
    read: (name, input) => whileOpen(() => questions.take(1, () => ask(name, input))),
    catchUp: () => whileOpen(catchUp),
    check: (name, input) =>
      whileOpen(() => {
        const checker = startThread<CheckOperations>("checker-thread", start);
        const answer = checker.then((thread) => thread.ask(name, input).finally(() => thread.close()));
        alone.add(answer);
        return answer.finally(() => alone.delete(answer));
      }),
    lost,
    close: () => (closing ??= closeAll()),
  };
}
