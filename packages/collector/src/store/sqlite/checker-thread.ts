import type { MessagePort } from "node:worker_threads";
import { createCheckOperations } from "./check/check-operations.ts";
import { createLogKeeper } from "./check/keep-log-short.ts";
import { openForReading } from "./database.ts";
import { runThread } from "./run-thread.ts";
import { answerQuestions } from "./answer-questions.ts";
import type { ThreadStart } from "./thread-messages.ts";
import { yieldToOthers } from "./yield-to-others.ts";

/** Its caches, in KiB: what it reads, it reads once, and what it notes down is for a file. */
const CACHE_KIB = 16_384;

/** Few, since a row may be anything from a cell to a member's day that is counted again; what is quick grows quickly. */
const FIRST_PIECE_ROWS = 64;

/** Answers what reads everything, in many short read transactions. */
function serve(port: MessagePort, { path }: ThreadStart): void {
  yieldToOthers("unawaited");
  const database = openForReading(path);
  database.exec(`
    PRAGMA temp_store = FILE;
    PRAGMA main.cache_size = -${CACHE_KIB};
    PRAGMA temp.cache_size = -${CACHE_KIB}`);
  const elapsedMs = (): number => performance.now();
  const log = createLogKeeper(path, elapsedMs);
  const operations = createCheckOperations({ database, elapsedMs, firstPieceRows: FIRST_PIECE_ROWS }, log.keepShort);
  answerQuestions(
    port,
    operations,
    (answer) => answer(),
    () => {
      log.close();
      database.close();
    },
  );
}

runThread(serve);
