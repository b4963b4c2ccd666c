import { getHeapStatistics } from "node:v8";
import type { MessagePort } from "node:worker_threads";
import { openKeptShelf } from "../kept/kept-shelf.ts";
import { answerQuestions } from "../store/sqlite/answer-questions.ts";
import { openLocalReader } from "../store/sqlite/local-reader.ts";
import { runThread } from "../store/sqlite/run-thread.ts";
import { yieldToOthers } from "../store/sqlite/yield-to-others.ts";
import { createReportOperations } from "./report-operations.ts";

/** What a thread of reports is told at its start. */
export interface ReportThreadStart {
  /** The store's file. */
  readonly path: string;
}

/** What a sum takes with all that a report works out of it, at most: the heaviest reports read several answers like it. */
const BYTES_PER_SUM = 2_200;

/** Works reports out where the data is: only what is told of it leaves the thread. */
function serve(port: MessagePort, { path }: ReportThreadStart): void {
  yieldToOthers("awaited");
  const reader = openLocalReader(path, Math.floor(getHeapStatistics().heap_size_limit / BYTES_PER_SUM));
  const shelf = openKeptShelf(path);
  answerQuestions(
    port,
    createReportOperations(reader, shelf),
    (answer) => answer(),
    () => {
      shelf.close();
      reader.close();
    },
  );
}

runThread(serve);
