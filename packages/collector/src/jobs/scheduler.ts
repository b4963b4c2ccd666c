import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "../ops/logger.ts";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";
import type { Job } from "./job.ts";

/** What runs the jobs. */
export interface Scheduler {
  /** Runs every job from now on. Again, or after `stop`: nothing happens. */
  start(): void;
  /** Starts no further step and resolves when the running ones have ended. Again: waits likewise. */
  stop(): Promise<void>;
}

export interface SchedulerParts {
  readonly jobs: readonly Job[];
  readonly logger: Logger;
  /** Rejects when the signal is aborted before the time, ms, is over; a timer that keeps no process alive, unless given. */
  readonly sleep?: (lengthMs: number, signal: AbortSignal) => Promise<unknown>;
}

/** For jobs that don't say how long they rest. */
const RESTS_PER_STEP = 2;
const MIN_REST_MS = 1;
/** Doubles with each failure in a row. */
const FIRST_BACK_OFF_MS = 1_000;
const MAX_BACK_OFF_MS = 300_000;

/**
 * Runs each job by itself: never two runs of one at a time, with a rest after every step, a pause after every run, and
 * a longer and longer one while it fails. A store that is closed ends a job.
 */
export function createScheduler({ jobs, logger, sleep = sleepUnreferenced }: SchedulerParts): Scheduler {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<unknown> | undefined;

  /** Resolves early when the jobs have to stop. */
  const pause = (lengthMs: number): Promise<unknown> => sleep(lengthMs, signal).catch(() => undefined);

  const runOnce = async ({ name, step, restsPerStep = RESTS_PER_STEP }: Job): Promise<void> => {
    let steps = 0;
    const startedAtMs = performance.now();
    let stepAtMs = startedAtMs;
    while (!signal.aborted && (await step(signal)) === "more") {
      // Most runs are one step long, and not worth a word.
      if (steps === 0) logger.info({ job: name }, "job started");
      steps += 1;
      await pause(Math.max(MIN_REST_MS, restsPerStep * (performance.now() - stepAtMs)));
      stepAtMs = performance.now();
    }
    if (steps === 0) return;
    const tookMs = Math.round(performance.now() - startedAtMs);
    logger.info({ job: name, steps, tookMs }, signal.aborted ? "job interrupted" : "job done");
  };

  const runAlways = async (job: Job): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await runOnce(job);
        failures = 0;
        await pause(job.pauseMs);
      } catch (error) {
        if (error instanceof StoreUnavailableError && error.kind === "closed") return;
        const retryAfterMs = Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** failures);
        failures += 1;
        logFailure(logger, job, error, retryAfterMs);
        await pause(retryAfterMs);
      }
    }
  };

  return {
    start() {
      if (!signal.aborted) running ??= Promise.all(jobs.map(runAlways));
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** A store that can't serve now is the operator's business; anything else is a fault of ours, with its stack. */
function logFailure(logger: Logger, { name }: Job, error: unknown, retryAfterMs: number): void {
  if (error instanceof StoreUnavailableError) {
    logger.warn({ job: name, kind: error.kind, reason: error.message, retryAfterMs }, "job waits for the store");
  } else {
    logger.error({ job: name, err: error, retryAfterMs }, "job failed");
  }
}

function sleepUnreferenced(lengthMs: number, signal: AbortSignal): Promise<unknown> {
  return wait(lengthMs, undefined, { signal, ref: false });
}
