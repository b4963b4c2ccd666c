import { MAX_CELLS, MAX_WRITERS, type CellState } from "./protocol/index.ts";
import type { OwnedWriter } from "./writer.ts";

/** Cells of one writer that travel together. */
export interface Parcel {
  readonly writer: OwnedWriter;
  readonly cells: readonly CellState[];
}

/** What surrounds the cells: the request's own fields, and a writer's id, seq and punctuation. */
const REQUEST_BYTES = 120;
const WRITER_BYTES = 120;

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length + 1;

/**
 * Distributes cells over requests of at most `maxBytes` each. A cell that is larger on its own travels alone.
 * Estimates are never below the real size.
 */
export function splitPieces(parcels: readonly Parcel[], maxBytes: number): readonly (readonly Parcel[])[] {
  const pieces: { writer: OwnedWriter; cells: CellState[] }[][] = [];
  let bytes = 0;
  let count = 0;
  for (const { writer, cells } of parcels) {
    const writerBytes = WRITER_BYTES + bytesOf(writer.owner);
    let parcel: { writer: OwnedWriter; cells: CellState[] } | undefined;
    for (const cell of cells) {
      let piece = pieces.at(-1);
      const cellBytes = bytesOf(cell);
      const isFull = bytes + cellBytes + (parcel ? 0 : writerBytes) > maxBytes || count >= MAX_CELLS;
      if (!piece || isFull || (!parcel && piece.length >= MAX_WRITERS)) {
        pieces.push((piece = []));
        parcel = undefined;
        bytes = REQUEST_BYTES;
        count = 0;
      }
      if (!parcel) {
        piece.push((parcel = { writer, cells: [] }));
        bytes += writerBytes;
      }
      parcel.cells.push(cell);
      bytes += cellBytes;
      count += 1;
    }
  }
  return pieces;
}
