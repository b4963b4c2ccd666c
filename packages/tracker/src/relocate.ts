import { createCells } from "./cells.ts";
import type { Pending } from "./pending.ts";
import { slotOf, type CollectReply } from "./protocol/index.ts";
import { reasonsAgainst } from "./verdict.ts";
import { toRecord, type OwnedWriter } from "./writer.ts";

interface Parts {
  readonly pending: Pick<Pending, "move">;
  readonly createId: () => string;
}

/**
 * Cells refused as `slot_in_future` counted nothing: a wrong clock measured them. They move, once, to a new writer, the
 * latest to the slot of the collector's present and the others as far before it as they were.
 * @returns the new writer; undefined when there was nothing to move.
 */
export async function relocate(
  writer: OwnedWriter,
  reply: CollectReply,
  { pending, createId }: Parts,
): Promise<OwnedWriter | undefined> {
  if (writer.moved) return undefined;
  const refused = writer.cells
    .pending()
    .filter((cell) => reasonsAgainst(writer.id, cell, reply).includes("slot_in_future"));
  if (refused.length === 0) return undefined;
  const shift = slotOf(reply.now) - Math.max(...refused.map((cell) => cell.slot));
  const cells = createCells(refused.map((cell) => ({ ...cell, slot: cell.slot + shift })));
  const target: OwnedWriter = { id: createId(), lineMs: 0, owner: writer.owner, seq: 0, moved: true, cells };
  const left = toRecord(writer, refused);
  const unstored = new Set(writer.cells.unstored());
  writer.cells.remove(refused);
  // What was never stored can't be moved by anybody else; the rest waits in storage for the next load.
  const isMoved = pending
    .move(left, toRecord(target, cells.all()))
    .catch(() => refused.every((cell) => unstored.has(cell)));
  return (await isMoved) ? target : undefined;
}
