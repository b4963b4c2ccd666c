import type { RejectionReason } from "@uptake/tracker/protocol";

/** What one request of a tracker came to; counted once a request, so that no cell costs anything. */
export interface CollectTally {
  /** Writers whose state was acknowledged. */
  readonly accepted: number;
  /** Cells that are on disk now. */
  readonly merged: number;
  /** Cells that were refused, and actions of cells whose source was wrong, by reason. */
  readonly refusedCells: ReadonlyMap<RejectionReason, number>;
  /** Writers that were refused as a whole, by reason. */
  readonly refusedWriters: ReadonlyMap<RejectionReason, number>;
  /** Fields that this version doesn't know, and ignored. */
  readonly unknownFields: number;
  /** How far the browser's clock was from the collector's, in ms, without a sign. */
  readonly clockSkewMs: number;
  /** Writers by the proof of their owner. */
  readonly proofs: Readonly<Record<WriterProof, number>>;
}

/** How a writer proved its owner: by a token that holds, by none that was asked for, or it could not. */
export type WriterProof = "signed" | "unsigned" | "refused";

/** Counts what happens, for whoever watches the collector. */
export interface Meter {
  collected(tally: CollectTally): void;
  /** @param tookMs from handing cells to the store until they were on disk. */
  committed(tookMs: number): void;
  /** @param door the address as the route writes it: never what somebody sent. */
  replied(door: string, status: number): void;
}
