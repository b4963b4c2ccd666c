import { expect, test } from "vitest";
import type { Logger } from "../ops/logger.ts";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";
import type { Progress } from "../store/upkeep.ts";
import type { Job } from "./job.ts";
import { createScheduler, type Scheduler } from "./scheduler.ts";

const PAUSE_MS = 900_000;

interface Bench {
  readonly scheduler: Scheduler;
  /** Pauses so far, ms; each ends when `wake` is called. */
  readonly pauses: number[];
  readonly logged: [level: string, fields: object, message: string][];
  /** Ends the pauses under way, and resolves when whatever follows is waiting again. */
  wake(): Promise<void>;
}

function schedule(jobs: readonly Job[]): Bench {
  const pauses: number[] = [];
  const sleepers = new Set<() => void>();
  const logged: Bench["logged"] = [];
  const log = (level: string) => (fields: object, message: string) => void logged.push([level, fields, message]);
  const logger: Logger = { info: log("info"), warn: log("warn"), error: log("error") };
  const sleep = (lengthMs: number, signal: AbortSignal): Promise<void> => {
    pauses.push(lengthMs);
    return new Promise((done, refuse) => {
      if (signal.aborted) return refuse(signal.reason);
      sleepers.add(done);
      signal.addEventListener("abort", () => refuse(signal.reason));
    });
  };
  const wake = async (): Promise<void> => {
    for (const done of sleepers) done();
    sleepers.clear();
    await settle();
  };
  return { scheduler: createScheduler({ jobs, logger, sleep }), pauses, logged, wake };
}

/** Lets everything run that waits for no timer. */
function settle(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** A job that does one after the other of these things. */
function jobOf(...outcomes: readonly (Progress | Error | Promise<Progress>)[]): Job & { readonly calls: () => number } {
  let calls = 0;
  return {
    name: "sweep",
    pauseMs: PAUSE_MS,
    async step() {
      const outcome = outcomes[calls++] ?? "done";
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    calls: () => calls,
  };
}

test("a job runs step by step with rests, then pauses, and a long run is told of", async () => {
  const job = jobOf("more", "more", "done", "done");
  const { scheduler, pauses, logged, wake } = schedule([job]);
  scheduler.start();
  scheduler.start();
  await settle();
  expect(job.calls()).toBe(1);
  await wake();
  await wake();
  expect([job.calls(), pauses.length, pauses[2]]).toEqual([3, 3, PAUSE_MS]);
  expect(logged).toEqual([
    ["info", { job: "sweep" }, "job started"],
    ["info", { job: "sweep", steps: 2, tookMs: expect.any(Number) }, "job done"],
  ]);
  await wake();
  expect([job.calls(), pauses[3], logged.length]).toEqual([4, PAUSE_MS, 2]);
  await scheduler.stop();
});

test("a job that nobody waits for rests longer after its steps", async () => {
  const slowly = (): Promise<Progress> => new Promise((done) => setTimeout(() => done("more"), 20));
  const patient: Job = { name: "sweep", pauseMs: PAUSE_MS, restsPerStep: 50, step: slowly };
  const { scheduler, pauses } = schedule([patient]);
  scheduler.start();
  await expect.poll(() => pauses.length).toBe(1);
  expect(pauses[0]).toBeGreaterThanOrEqual(900);
  await scheduler.stop();
});

test("a job never overlaps itself, and doesn't wait for another", async () => {
  let finish: (progress: Progress) => void = () => undefined;
  const slow = jobOf(new Promise((done) => (finish = done)));
  const other = jobOf();
  const { scheduler, wake } = schedule([slow, other]);
  scheduler.start();
  await settle();
  await wake();
  await wake();
  expect([slow.calls(), other.calls()]).toEqual([1, 3]);
  finish("done");
  await settle();
  await wake();
  expect(slow.calls()).toBe(2);
  await scheduler.stop();
});

test("a job that fails backs off, longer each time and never for ever, until it works again", async () => {
  const full = new StoreUnavailableError("full", "no space");
  const bug = new Error("a bug");
  const job = jobOf(full, bug, ...Array.from({ length: 10 }, () => full), "done");
  const { scheduler, pauses, logged, wake } = schedule([job]);
  scheduler.start();
  await settle();
  for (let failure = 1; failure <= 12; failure++) await wake();
  expect(pauses.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
  expect(pauses.slice(-3)).toEqual([300_000, 300_000, PAUSE_MS]);
  expect(logged.slice(0, 2)).toEqual([
    ["warn", { job: "sweep", kind: "full", reason: "no space", retryAfterMs: 1_000 }, "job waits for the store"],
    ["error", { job: "sweep", err: bug, retryAfterMs: 2_000 }, "job failed"],
  ]);
  await scheduler.stop();
});

test("a stop ends every pause, waits for the step under way, and lets no other start", async () => {
  let finish: (progress: Progress) => void = () => undefined;
  const slow = jobOf(new Promise((done) => (finish = done)));
  const pausing = jobOf();
  const { scheduler } = schedule([slow, pausing]);
  scheduler.start();
  await settle();
  let stopped = false;
  const stopping = scheduler.stop().then(() => (stopped = true));
  await settle();
  expect(stopped).toBe(false);
  finish("more");
  await stopping;
  await scheduler.stop();
  scheduler.start();
  await settle();
  expect([slow.calls(), pausing.calls()]).toEqual([1, 1]);
});

test("a job of a closed store ends without a word", async () => {
  const { scheduler, logged, pauses } = schedule([jobOf(new StoreUnavailableError("closed", "closed"))]);
  scheduler.start();
  await scheduler.stop();
  expect([logged, pauses]).toEqual([[], []]);
});
