import type { MessagePort } from "node:worker_threads";
import { answerQuestions } from "./answer-questions.ts";
import { inTransaction, openForQuestions } from "./database.ts";
import { createReadOperations } from "./read/read-operations.ts";
import { runThread } from "./run-thread.ts";
import type { ThreadStart } from "./thread-messages.ts";

/** Answers each question from one read transaction: all its parts are of the same moment. */
function serve(port: MessagePort, { path }: ThreadStart): void {
  const database = openForQuestions(path);
  answerQuestions(
    port,
    createReadOperations(database),
    (answer) => inTransaction(database, "DEFERRED", answer),
    () => database.close(),
  );
}

runThread(serve);
