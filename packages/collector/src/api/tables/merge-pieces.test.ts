import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutPieces, mergePieces } from "./merge-pieces.ts";

const sort = (rows: readonly number[]): readonly number[] => rows.toSorted((one, other) => one - other);
const rowsOf = fc.uniqueArray(fc.nat(200), { maxLength: 40 });

test("merged pieces are all rows in their order, however they were cut", () => {
  fc.assert(
    fc.property(rowsOf, rowsOf, fc.integer({ min: 1, max: 7 }), (some, more, size) => {
      const rows = sort(some);
      const others = sort(more.filter((row) => !rows.includes(row)));
      const pieces = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
        rows.slice(index * size, (index + 1) * size),
      );
      expect([...mergePieces(pieces, others, sort)].flat()).toEqual(sort([...rows, ...others]));
    }),
  );
});

test("a cut crosses pieces, and nothing is read after it", () => {
  const read: number[] = [];
  function* pieces(): Generator<readonly number[]> {
    for (const start of [0, 3, 6]) {
      read.push(start);
      yield [start, start + 1, start + 2];
    }
  }
  expect([...cutPieces(pieces(), { offset: 2, limit: 3 })]).toEqual([[2], [3, 4]]);
  expect(read).toEqual([0, 3]);
  expect([...cutPieces(pieces(), { offset: 4, limit: 100 })].flat()).toEqual([4, 5, 6, 7, 8]);
});
