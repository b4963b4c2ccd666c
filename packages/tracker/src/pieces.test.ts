import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createCells } from "./cells.ts";
import { splitPieces } from "./pieces.ts";
import { MAX_CELLS, MAX_PIECE_BYTES, MAX_WRITERS, type CellState } from "./protocol/index.ts";
import type { OwnedWriter } from "./writer.ts";

function writerOf(index: number, token?: string): OwnedWriter {
  const owner = { account: "ä".repeat(index % 128), user: "u", ...(token !== undefined && { token }) };
  return { id: String(index).padStart(22, "W"), lineMs: 0, owner, seq: 99_999, cells: createCells() };
}
const cellOf = (slot: number, length: number): CellState => ({
  feature: "日".repeat(length),
  slot,
  activeMs: [900_000, 900_000, 900_000, 900_000],
  visits: 3_600,
});

test("Pieces are never larger than what the tracker may send, and hold every cell once, in order", () => {
  const parcels = fc.oneof(
    fc.array(fc.array(fc.nat(127), { minLength: 1, maxLength: 60 }), { maxLength: 90 }),
    fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }), { maxLength: 90 }),
  );
  fc.assert(
    fc.property(parcels, fc.integer({ min: 2_048, max: MAX_PIECE_BYTES }), (lengths, maxBytes) => {
      const given = lengths.map((of, index) => ({
        writer: writerOf(index, "t".repeat(index * 7)),
        cells: of.map((length, slot) => cellOf(slot, length)),
      }));
      const pieces = splitPieces(given, maxBytes);
      for (const piece of pieces) {
        const writers = piece.map(({ writer, cells }) =>
          Object.assign({ id: writer.id, seq: writer.seq, cells }, writer.owner),
        );
        const body = JSON.stringify({ v: 1, sdk: "100.100.100", sentAt: 1_795_305_600_000, writers });
        expect(new TextEncoder().encode(body).length).toBeLessThanOrEqual(maxBytes);
        expect(writers.length).toBeLessThanOrEqual(MAX_WRITERS);
      }
      expect(pieces.flat().flatMap(({ cells }) => cells)).toEqual(given.flatMap(({ cells }) => cells));
    }),
    { numRuns: 40 },
  );
});

test("A request holds no more cells and writers than the collector takes", () => {
  const writer = writerOf(1);
  const tiny = Array.from({ length: MAX_CELLS + 1 }, (_, slot) => cellOf(slot, 1));
  const pieces = splitPieces([{ writer, cells: tiny }], Number.POSITIVE_INFINITY);
  expect(pieces.map((piece) => piece.reduce((sum, { cells }) => sum + cells.length, 0))).toEqual([MAX_CELLS, 1]);
  const many = Array.from({ length: MAX_WRITERS + 1 }, (_, index) => ({
    writer: writerOf(index),
    cells: [cellOf(1, 1)],
  }));
  expect(splitPieces(many, Number.POSITIVE_INFINITY).map((piece) => piece.length)).toEqual([MAX_WRITERS, 1]);
});
