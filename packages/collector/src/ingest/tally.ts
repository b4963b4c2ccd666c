import type { RejectionReason } from "@uptake/tracker/protocol";
import type { CollectTally } from "../ops/meter.ts";
import type { Outcome } from "./judge-writer.ts";
import { countUnknownFields } from "./unknown-fields.ts";

/** One clock that is decades off must not drown all others in a sum. */
const MAX_SKEW_MS = 7 * 86_400_000;

/**
 * What a request came to, once the store has had its say.
 * @param body the request, its envelope checked.
 * @param merged how many cells the store has taken.
 */
export function tallyOf(body: unknown, outcome: Outcome, merged: number, receivedAtMs: number): CollectTally {
  const refusedCells = new Map<RejectionReason, number>();
  const refusedWriters = new Map<RejectionReason, number>();
  for (const { slot, reason } of outcome.rejected) {
    const counts = slot === undefined ? refusedWriters : refusedCells;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return {
    accepted: outcome.accepted.length,
    merged,
    refusedCells,
    refusedWriters,
    unknownFields: countUnknownFields(body),
    clockSkewMs: Math.min(MAX_SKEW_MS, Math.abs(receivedAtMs - (body as { readonly sentAt: number }).sentAt)),
    proofs: outcome.proofs,
  };
}
