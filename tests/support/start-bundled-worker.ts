import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { startReusedThread } from "./reused-thread.ts";

/** Where `bundle-threads.ts` puts them. */
export const THREAD_FOLDER = resolve("node_modules/.cache/threads");

/** The only one that doesn't run by `runThread`: it has limits of its own, and ends when its work is done. */
const KEEPER = "keeper-thread";

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
  return name === KEEPER ? startThread() : startReusedThread(name, start, startThread);
}
