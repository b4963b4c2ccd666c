import type { Verdict } from "./cells.ts";
import { staysPending, type CellState, type CollectReply, type WriterState } from "./protocol/index.ts";

/** What a reply says about one cell of a writer that travelled in its request. */
export function verdictOf(sent: Pick<WriterState, "id" | "seq">, cell: CellState, reply: CollectReply): Verdict {
  const refusals = reply.rejected.filter(
    ({ id, feature, slot }) =>
      id === sent.id && (feature ?? cell.feature) === cell.feature && (slot ?? cell.slot) === cell.slot,
  );
  if (refusals.some(({ reason }) => staysPending(reason))) return "refused";
  const isAcknowledged = reply.accepted.some(({ id, seq }) => id === sent.id && seq === sent.seq);
  return isAcknowledged || refusals.length > 0 ? "confirmed" : "failed";
}
