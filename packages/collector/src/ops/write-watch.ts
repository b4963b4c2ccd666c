import { StoreUnavailableError, type StoreUnavailableKind } from "../store/store-unavailable-error.ts";

/** What kept a write from the disk. Too much that waits already is none of it: such a write was never begun. */
export type WriteFailure = Exclude<StoreUnavailableKind, "overloaded">;

/** How the last write that came to an end did so. */
export type WriteOutcome =
  | { readonly kind: "written"; readonly atMs: number }
  | { readonly kind: "failed"; readonly atMs: number; readonly why: WriteFailure };

/** What really happens on the way to the disk, told by the writes themselves. */
export interface WriteWatch {
  /** Follows one write until it has settled. @param settled told how long it took when it was written, in ms. */
  follow<Result>(write: Promise<Result>, settled?: (tookMs: number) => void): Promise<Result>;
  /** Writes without an answer so far. */
  pending(): number;
  /** How long the oldest write has been waiting for its answer, in ms; 0: none is. */
  oldestPendingMs(): number;
  /** Null: none has come to an end yet. */
  lastOutcome(): WriteOutcome | null;
}

/** @param monotonicMs a clock that nobody sets, in ms. */
export function createWriteWatch(monotonicMs: () => number): WriteWatch {
  // In the order in which they began, so the first is the oldest.
  const pending = new Set<{ readonly beganAtMs: number }>();
  let last: WriteOutcome | null = null;
  return {
    async follow(write, settled) {
      const begun = { beganAtMs: monotonicMs() };
      pending.add(begun);
      try {
        const result = await write;
        last = { kind: "written", atMs: monotonicMs() };
        settled?.(last.atMs - begun.beganAtMs);
        return result;
      } catch (error) {
        const why = error instanceof StoreUnavailableError ? error.kind : "failed";
        if (why !== "overloaded") last = { kind: "failed", atMs: monotonicMs(), why };
        throw error;
      } finally {
        pending.delete(begun);
      }
    },
    pending: () => pending.size,
    oldestPendingMs() {
      const [oldest] = pending;
      return oldest === undefined ? 0 : monotonicMs() - oldest.beganAtMs;
    },
    lastOutcome: () => last,
  };
}
