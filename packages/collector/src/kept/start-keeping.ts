import { MANY_ACCOUNTS } from "../api/reading/awaited.ts";
import type { Logger } from "../ops/logger.ts";
import { countAccountsOf } from "../store/sqlite/count-accounts-of.ts";
import { waitUntilCounted } from "./being-counted.ts";
import type { KeepingProgress } from "./keeper.ts";
import type { KeeperNews, KeeperStart } from "./keeper-thread.ts";
import { startKeeperWorker, type KeeperWorker } from "./keeper-worker.ts";

/** Keeps the figures of a large workspace on a thread of its own, from when somebody reads them. */
export interface Keeping {
  /** Somebody reads: sees to it that figures are kept. Costs nothing while they are. */
  wake(): void;
  /** Whether somebody keeps so many figures that whoever asks rather waits for them. */
  isAwaited(): boolean;
  /**
   * Waits a while until the figures of the preset periods are kept. Where nobody keeps them, there is nothing to wait for.
   * @throws HttpProblem `being-counted`, as a rejection, where it takes longer.
   */
  untilKept(): Promise<void>;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** Workspaces of fewer accounts are counted for each answer: that takes no longer, and is never a moment old. */
export const MIN_KEPT_ACCOUNTS = 500;

/** How long a workspace that was too small is believed to be. A thread that broke isn't started again sooner, either. */
export const LOOK_AGAIN_MS = 600_000;

/** A thread that keeps figures, and what is known of it. */
interface Run {
  readonly worker: KeeperWorker;
  /** When it started. */
  readonly accounts: number;
  /** Since when figures are counted of which nothing is kept; null: they are kept. */
  countingSinceMs: number | null;
  progress: KeepingProgress | null;
  /** Called when all is kept, or never will be. */
  readonly waiting: Set<() => void>;
}

/** How threads are started, and whether there is need for one; what this folder does unless given. */
interface KeepingParts {
  readonly startThread: (start: KeeperStart, tell: (news: KeeperNews) => void) => KeeperWorker;
  readonly countAccounts: () => number;
}

/** @param now clock, ms. */
export function createKeeping(
  path: string,
  logger: Logger,
  now: () => number,
  {
    startThread = (start, tell) => startKeeperWorker(start, logger, tell),
    countAccounts = () => countAccountsOf(path),
  }: Partial<KeepingParts> = {},
): Keeping {
  let running: Run | null = null;
  let lookedAtMs = -Infinity;
  let isClosed = false;

  const start = async (accounts: number): Promise<void> => {
    const worker = startThread({ path, ownDays: null }, (news) => note(run, news, now()));
    const run: Run = { worker, accounts, countingSinceMs: null, progress: null, waiting: new Set() };
    running = run;
    await worker.ended;
    running = null;
    settle(run);
  };
  return {
    wake() {
      if (isClosed || running !== null || now() < lookedAtMs + LOOK_AGAIN_MS) return;
      try {
        const accounts = countAccounts();
        lookedAtMs = now();
        if (accounts >= MIN_KEPT_ACCOUNTS) void start(accounts);
      } catch (error) {
        // Whoever reads is answered without; the next who does has it looked at again.
        logger.warn({ reason: (error as Error).message }, "figures are not kept");
      }
    },
    isAwaited: () => running !== null && running.accounts >= MANY_ACCOUNTS.presets,
    async untilKept() {
      const run = running;
      if (run === null) return;
      const kept = new Promise<void>((done) => run.waiting.add(done));
      await waitUntilCounted(kept, now, () => ({
        what: "The numbers of this workspace",
        instead: "Fewer accounts, and the list of accounts without a sort by health or adoption, are answered at once.",
        startedAtMs: run.countingSinceMs,
        progress: run.progress,
      }));
    },
    async close() {
      isClosed = true;
      running?.worker.end();
      await running?.worker.ended;
    },
  };
}

function note(run: Run, news: KeeperNews, nowMs: number): void {
  if (news.kind === "kept") {
    run.countingSinceMs = null;
    run.progress = null;
    settle(run);
    return;
  }
  run.countingSinceMs ??= nowMs;
  run.progress = news;
}

function settle({ waiting }: Run): void {
  for (const done of waiting) done();
  waiting.clear();
}
