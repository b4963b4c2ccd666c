import { stringify } from "csv-stringify/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { csvRecords, takeRecord, type CsvRecord } from "./csv-records.ts";
import { linesOf } from "./text-lines.ts";

async function* pieceOf(text: string): AsyncGenerator<string, void> {
  yield text;
}

async function allOf<One>(source: AsyncIterable<One>): Promise<readonly One[]> {
  const all: One[] = [];
  for await (const one of source) all.push(one);
  return all;
}

const read = (text: string, delimiter = ",", width = 2): Promise<readonly CsvRecord[]> =>
  allOf(
    csvRecords(linesOf(pieceOf(text)), delimiter, (cells) => (cells.length === width ? null : "has other columns")),
  );
const cellsOf = (records: readonly CsvRecord[]): readonly unknown[] =>
  records.map(({ value }) => (value.kind === "cells" ? value.cells : value.reason));

test("whatever cells hold, they come back as they were written", async () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ",", ";", "\t", "\n", "\r\n", "\r", " ", "a") });
  const rows = fc.array(fc.tuple(fc.constant("x"), cell, cell), { maxLength: 1_200 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n", "\r"),
      async (written, delimiter, end) => {
        const text = stringify(written, { delimiter, record_delimiter: end, quoted: true });
        expect(cellsOf(await read(text, delimiter, 3))).toEqual(written);
      },
    ),
    { numRuns: 50 },
  );
});

test("a record is known by the line in which it begins; empty lines count and say nothing", async () => {
  const lines = ['a,"1', "", '2"', "", "b,2", "", "c,3"].join("\n");
  expect(await read(lines)).toEqual([
    { line: 1, value: { kind: "cells", cells: ["a", "1\n\n2"] } },
    { line: 5, value: { kind: "cells", cells: ["b", "2"] } },
    { line: 7, value: { kind: "cells", cells: ["c", "3"] } },
  ]);
});

test("a quote that nothing closes costs one line, wherever it is and however many lines follow", async () => {
  const good = Array.from({ length: 6_000 }, (_, index) => `${index},"x"`);
  for (const at of [0, 1, 499, 500, 3_000, 6_000]) {
    const lines = good.toSpliced(at, 0, 'lone,"quote');
    const records = await read(lines.join("\n"));
    expect(records.filter(({ value }) => value.kind === "broken").map(({ line }) => line)).toEqual([at + 1]);
    expect(records).toHaveLength(lines.length);
  }
});

const GOOD: readonly string[] = ["a,b", 'a,"b"', 'a,"b ""c"""', '"",""'];
const ODD = ['a,b "c" d', 'a,5" b', 'a,"b', 'a,b"', 'a,"b" c'];

test("a line whose quotes don't match takes no other with it, whatever quotes those have", async () => {
  const line = fc.constantFrom(...GOOD, ...ODD);
  await fc.assert(
    fc.asyncProperty(fc.array(line), async (lines) => {
      const records = await read(lines.join("\n"));
      // Each line that holds by itself, and that no cell of several lines could have begun before, is taken.
      const firstOpen = lines.findIndex((text) => text.split('"').length % 2 === 0);
      const sure = lines.slice(0, firstOpen < 0 ? lines.length : firstOpen);
      const good = sure.flatMap((text, index) => (GOOD.includes(text) ? [index + 1] : []));
      const taken = records.flatMap((record) => (record.value.kind === "cells" ? [record.line] : []));
      expect(taken).toEqual(expect.arrayContaining(good));
      // Nothing is passed over: a line that isn't named is a part of a record that is.
      const named = records.map((record) => record.line);
      expect(named).toEqual(named.toSorted((one, other) => one - other));
      const spans = records.map(({ value }) =>
        value.kind === "cells" ? 1 + value.cells.join("").split("\n").length - 1 : 1,
      );
      expect(spans.reduce((sum, span) => sum + span, 0)).toBe(lines.length);
    }),
  );
});

test("the first record is taken by itself, and reading goes on after it", async () => {
  const lines = linesOf(pieceOf('\n"a\nb",c\nd,e\n'));
  expect(await takeRecord(lines)).toEqual({ line: 2, text: '"a\nb",c\n' });
  expect(await allOf(csvRecords(lines, ",", () => null))).toEqual([
    { line: 4, value: { kind: "cells", cells: ["d", "e"] } },
  ]);
  expect(await takeRecord(linesOf(pieceOf("\n\n")))).toBeNull();
});
