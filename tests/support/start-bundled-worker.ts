import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { startReusedThread } from "./reused-thread.ts";

/** Where `bundle-threads.ts` puts them. */
export const THREAD_FOLDER = resolve("node_modules/.cache/threads");

/** Those that don't run by `runThread`: they have limits of their own, and end when their work is done. */
const ENDING: ReadonlySet<string> = new Set(["keeper-thread", "keeper-help-thread", "segment-thread"]);

/** What Vitest puts in the place of the collector's own: the thread of the same name, from one file. */
export function startWorker(file: URL, start: object, options: WorkerOptions = {}): Worker {
  const name = file.pathname.split("/").at(-1) ?? "";
  const startThread = (): Worker =>
    new Worker(pathToFileURL(`${THREAD_FOLDER}/${name}.js`), {
      ...options,
      name: `uptake-${name}`,
      workerData: start,
      execArgv: [],
    });
  return ENDING.has(name) ? startThread() : startReusedThread(name, start, startThread);
}
