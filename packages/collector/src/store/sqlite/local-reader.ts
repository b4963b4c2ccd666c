import { askFacts, askRecords } from "./ask-questions.ts";
import { openForQuestions } from "./database.ts";
import { createNewsQuestions, type NewsQuestions } from "./read/account-news.ts";
import { createKeyLookup } from "./read/key-lookup.ts";
import { createReadOperations } from "./read/read-operations.ts";
import { createUseDays } from "./read/use-days.ts";
import { TooManySumsError } from "../too-many-sums-error.ts";
import { toStoreError } from "./thread-error.ts";
import type { FactQuestions } from "../facts.ts";
import type { RecordQuestions } from "../records.ts";
import type { ReadUseDays } from "../use-days.ts";
import type { Threads } from "./threads.ts";

/**
 * Reads a store's file on the thread that asks, which therefore must be one that nobody waits for. Whatever fails is a
 * `StoreUnavailableError`, as of the store itself.
 */
export interface LocalReader {
  readonly facts: FactQuestions;
  readonly records: RecordQuestions;
  readonly news: NewsQuestions;
  readonly useDays: ReadUseDays;
  /**
   * Runs work whose questions are all of one moment. What it awaits must be these questions alone, and no other work may
   * be asked meanwhile: they share the connection's transaction.
   */
  atOneMoment<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): void;
}

/**
 * Opens a file that a store has prepared.
 * @param maxSums rows that an answer of sums may hold; a larger one is a `TooManySumsError`.
 */
export function openLocalReader(path: string, maxSums = Infinity): LocalReader {
  const database = openForQuestions(path);
  const operations = createReadOperations(database, maxSums);
  const read = (async (name: keyof typeof operations, input: never) =>
    asked(name, () => (operations[name] as (input: never) => unknown)(input))) as Threads["read"];
  return {
    facts: askFacts(read),
    records: askRecords(read),
    news: createNewsQuestions(database),
    useDays: createUseDays(database, createKeyLookup(database), maxSums),
    async atOneMoment(work) {
      asked("report", () => database.exec("BEGIN DEFERRED"));
      try {
        return await work();
      } finally {
        // Nothing was written: to end it is all there is to do, whatever happened.
        if (database.isTransaction) database.exec("COMMIT");
      }
    },
    close: () => database.close(),
  };
}

function asked<Result>(name: string, ask: () => Result): Result {
  try {
    return ask();
  } catch (error) {
    throw error instanceof TooManySumsError ? error : toStoreError(error, name);
  }
}
