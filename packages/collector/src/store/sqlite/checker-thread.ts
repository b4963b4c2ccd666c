import type { MessagePort } from "node:worker_threads";
import { createCheckOperations } from "./check/check-operations.ts";
import { openForReading } from "./database.ts";
import { runThread } from "./run-thread.ts";
import { answerQuestions } from "./answer-questions.ts";
import type { ThreadStart } from "./thread-messages.ts";

/** Its caches, in KiB: what it reads, it reads once, and what it notes down is for a file. */
const CACHE_KIB = 16_384;

/** Some ten milliseconds' worth. */
const FIRST_PIECE_ROWS = 10_000;

/** Answers what reads everything, in many short read transactions. */
function serve(port: MessagePort, { path }: ThreadStart): void {
  const database = openForReading(path);
  database.exec(`
    PRAGMA temp_store = FILE;
    PRAGMA main.cache_size = -${CACHE_KIB};
    PRAGMA temp.cache_size = -${CACHE_KIB}`);
  const operations = createCheckOperations({
    database,
    elapsedMs: () => performance.now(),
    firstPieceRows: FIRST_PIECE_ROWS,
  });
  answerQuestions(port, database, operations, (answer) => answer());
}

runThread(serve);
