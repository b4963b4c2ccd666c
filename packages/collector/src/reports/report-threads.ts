import type { Worker } from "node:worker_threads";
import { connectThread, type ThreadClient } from "../store/sqlite/thread-client.ts";
import type { ReportOperations } from "./report-operations.ts";

/** A thread that works reports out. */
export type ReportThread = ThreadClient<ReportOperations>;

/** The threads of a pool. */
export interface ReportThreads {
  /**
   * Does work with a thread that nobody else has for their work meanwhile; waits for one if need be.
   * @throws StoreUnavailableError, as a rejection, when there is none to be had.
   */
  use<Result>(work: (thread: ReportThread) => Promise<Result>): Promise<Result>;
  /** Waits for all work, and ends the threads. */
  close(): Promise<void>;
}

interface Waiting {
  readonly done: (thread: ReportThread) => void;
  readonly refused: (error: unknown) => void;
}

/**
 * Starts threads as they are needed: the first with the first work, another with work that finds all of them busy. Work waits
 * here, not at a thread, so that it goes to the first that is free, and only what a thread was doing is lost with it.
 */
export function createReportThreads(startThread: () => Worker, maxThreads: number): ReportThreads {
  /** Those that are starting as well. */
  const started = new Set<Promise<ReportThread>>();
  const ready = new Set<ReportThread>();
  const idle = new Set<ReportThread>();
  const waiting: Waiting[] = [];
  const underWay = new Set<Promise<unknown>>();

  const start = (): void => {
    const worker = startThread();
    const starting = connectThread<ReportOperations>(worker, "report-thread", "Ask again.");
    started.add(starting);
    let thread: ReportThread | null = null;
    const lost = (): void => {
      started.delete(starting);
      if (thread === null) return;
      ready.delete(thread);
      idle.delete(thread);
      if (waiting.length > 0 && started.size === 0) start();
    };
    worker.once("error", lost);
    worker.once("exit", lost);
    const connect = async (): Promise<void> => {
      try {
        thread = await starting;
        ready.add(thread);
        release(thread);
      } catch (error) {
        started.delete(starting);
        if (started.size === 0) for (const { refused } of waiting.splice(0)) refused(error);
      }
    };
    void connect();
  };
  const release = (thread: ReportThread): void => {
    if (!ready.has(thread)) return;
    const next = waiting.shift();
    if (next === undefined) idle.add(thread);
    else next.done(thread);
  };
  const take = (): Promise<ReportThread> => {
    const [thread] = idle;
    if (thread !== undefined) {
      idle.delete(thread);
      return Promise.resolve(thread);
    }
    return new Promise((done, refused) => {
      waiting.push({ done, refused });
      if (started.size < maxThreads) start();
    });
  };

  return {
    use(work) {
      const result = take().then((thread) => work(thread).finally(() => release(thread)));
      underWay.add(result);
      const settled = (): unknown => underWay.delete(result);
      result.then(settled, settled);
      return result;
    },
    async close() {
      await Promise.allSettled(underWay);
      await Promise.allSettled([...started].map(async (thread) => (await thread).close()));
    },
  };
}
