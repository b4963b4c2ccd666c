import type { Verdict } from "./cells.ts";
import {
  staysPending,
  type CellState,
  type CollectReply,
  type RejectionReason,
  type WriterState,
} from "./protocol/index.ts";

/** Why a reply refuses a writer's cell, by itself or with all others of the writer. */
export function reasonsAgainst(
  writer: string,
  cell: CellState,
  { rejected }: CollectReply,
): readonly RejectionReason[] {
  return rejected.flatMap(({ id, feature = cell.feature, slot = cell.slot, reason }) =>
    id === writer && feature === cell.feature && slot === cell.slot ? reason : [],
  );
}

/** What a reply says about one cell of a writer that travelled in its request. */
export function verdictOf(sent: Pick<WriterState, "id" | "seq">, cell: CellState, reply: CollectReply): Verdict {
  const reasons = reasonsAgainst(sent.id, cell, reply);
  if (reasons.some(staysPending)) return "refused";
  const isAcknowledged = reply.accepted.some(({ id, seq }) => id === sent.id && seq === sent.seq);
  return isAcknowledged || reasons.length > 0 ? "confirmed" : "failed";
}
