import { StoreUnavailableError } from "../store/store-unavailable-error.ts";
import type { WriteFailure, WriteWatch } from "./write-watch.ts";

/** Why a collector can't take cells. */
export type UnreadyReason = "draining" | "disk_full" | "store_busy" | "store_closed" | "store_failed" | "writer_stuck";

export type Readiness =
  | { readonly kind: "ready" }
  | { readonly kind: "unready"; readonly reason: UnreadyReason; readonly detail: string };

/** What the judgement rests on. */
export interface ReadinessParts {
  readonly watch: WriteWatch;
  /** A small write that is followed by `watch`. */
  readonly probe: () => Promise<void>;
  readonly isDraining: () => boolean;
  /** A clock that nobody sets, in ms. */
  readonly monotonicMs: () => number;
}

/** A write that has no answer for longer than this: the writer is stuck. */
const STUCK_AFTER_MS = 10_000;
/** A write that went well says for so long that the next one would. */
const FRESH_MS = 5_000;
/** Whoever asks waits no longer than this for a probe. */
const PROBE_WAIT_MS = 1_000;

const FAILURES: Readonly<Record<WriteFailure, readonly [UnreadyReason, string]>> = {
  full: ["disk_full", "The disk is full. Make room; nothing else is needed."],
  busy: ["store_busy", "Another process holds the store's file. End it, or wait until it is done."],
  closed: ["store_closed", "The store is closed. Start the collector again."],
  failed: ["store_failed", "The store can't write. The collector's log says why."],
};

/**
 * Whether the collector can take cells, by what happens to writes: the real ones, and a probe where none has gone well
 * lately. So it recovers by itself, also behind a balancer that sends nothing while it is unready.
 */
export function createReadiness({ watch, probe, isDraining, monotonicMs }: ReadinessParts): () => Promise<Readiness> {
  let probing: Promise<void> | null = null;
  const isFresh = (): boolean => {
    const last = watch.lastOutcome();
    return last?.kind === "written" && monotonicMs() - last.atMs <= FRESH_MS;
  };
  const startProbe = (): Promise<void> =>
    (probing ??= probe()
      // The watch has seen it; what isn't the store's is a bug and must not pass for a full disk.
      .catch((error: unknown) => {
        if (!(error instanceof StoreUnavailableError)) throw error;
      })
      .finally(() => {
        probing = null;
      }));

  return async () => {
    if (isDraining()) return unready("draining", "The collector is stopping. Send to another one, or try again.");
    if (watch.oldestPendingMs() <= STUCK_AFTER_MS && !isFresh()) await atMost(PROBE_WAIT_MS, startProbe());
    const waitingMs = watch.oldestPendingMs();
    if (waitingMs > STUCK_AFTER_MS) {
      const seconds = Math.floor(waitingMs / 1_000);
      return unready("writer_stuck", `A write has had no answer for ${seconds} s. Look at the disk, then restart.`);
    }
    const last = watch.lastOutcome();
    return last?.kind === "failed" ? unready(...FAILURES[last.why]) : { kind: "ready" };
  };
}

function unready(reason: UnreadyReason, detail: string): Readiness {
  return { kind: "unready", reason, detail };
}

async function atMost(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((done) => {
    timer = setTimeout(done, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
