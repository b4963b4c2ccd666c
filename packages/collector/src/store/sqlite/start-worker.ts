import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a thread from source in the repository, compiled in the package: as this file itself was loaded.
 * @param file without its ending.
 * @param start what the thread is told; crosses by structured clone.
 */
export function startWorker(file: URL, start: object, options: WorkerOptions = {}): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  return new Worker(new URL(`${file.href}.${fromSource ? "ts" : "js"}`), {
    ...options,
    name: `uptake-${file.pathname.split("/").at(-1)}`,
    workerData: start,
    // Options of the process itself, such as a test runner's, are not for this thread.
    execArgv: fromSource ? ["--conditions=uptake-source"] : [],
  });
}
