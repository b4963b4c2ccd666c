import type { SegmentEvaluation } from "../jobs/evaluate-segments.ts";
import { countAccountsOf } from "../store/sqlite/count-accounts-of.ts";
import { startWorker } from "../store/sqlite/start-worker.ts";
import type { SegmentThreadStart } from "./segment-thread.ts";
import { MIN_KEPT_ACCOUNTS } from "./start-keeping.ts";

/** What is looked at together is small; who is in a segment isn't, where everybody is. */
const MAX_HEAP_MIB = 384;

/** How segments of a large workspace are evaluated: to look at everybody takes longer than who sends data may be kept waiting. */
interface ThreadEvaluationParts {
  /** The store's file. */
  readonly path: string;
  /** Clock, Unix ms. */
  readonly now: () => number;
  /** Evaluates those of a small one, which takes no longer than to start a thread. */
  readonly here: () => Promise<SegmentEvaluation>;
  /** @defaultValue as of what is kept */
  readonly minAccounts?: number;
}

/** Evaluates segments on a thread of their own where there are many accounts. Resolves to null where it is ended before. */
export function createThreadEvaluation({
  path,
  now,
  here,
  minAccounts = MIN_KEPT_ACCOUNTS,
}: ThreadEvaluationParts): (signal: AbortSignal) => Promise<SegmentEvaluation | null> {
  return async (signal) => {
    if (countAccountsOf(path) < minAccounts) return here();
    const start: SegmentThreadStart = { path, nowMs: now() };
    const worker = startWorker(new URL("segment-thread", import.meta.url), start, {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    const end = (): void => void worker.terminate();
    signal.addEventListener("abort", end);
    try {
      return await new Promise<SegmentEvaluation | null>((done, refuse) => {
        worker.once("message", done);
        worker.once("error", refuse);
        // Whoever has told what came of it has settled this before.
        worker.once("exit", () =>
          signal.aborted ? done(null) : refuse(new Error("the thread of segments told nothing")),
        );
      });
    } finally {
      signal.removeEventListener("abort", end);
    }
  };
}
