import { parse } from "csv-parse/sync";
import type { TextLine } from "./text-lines.ts";

/** A record of a CSV file, by the line in which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly value:
    | { readonly kind: "cells"; readonly cells: readonly string[] }
    | { readonly kind: "broken"; readonly reason: string };
}

/** Most lines of one record: a text has 2,000 characters at most. */
const MAX_RECORD_LINES = 2_500;

/** Records that are parsed together. */
const BATCH_RECORDS = 500;

const QUOTES_SENTENCE =
  'A cell with quotes in it stands in quotes as a whole, and each of those in it is doubled: "He said ""hi"" there".';

/** The lines of one record, as they are joined. */
interface Raw {
  readonly lines: readonly TextLine[];
  /** Whether every quote that opens is closed. */
  readonly isWhole: boolean;
}

/** Takes the first record that says something; null: there is none. */
export async function takeRecord(lines: AsyncIterator<TextLine, void>): Promise<TextLine | null> {
  for await (const raw of rawRecords(lines, [])) return { line: raw.lines[0]?.line ?? 1, text: textOf(raw) };
  return null;
}

/**
 * The records of a CSV file (RFC 4180), without its empty lines. Where quotes don't match only the line in which it begins to be so is
 * broken, and reading goes on in the next one: a quote that nobody closes costs one line, not the rest of the file.
 * @param doubt what speaks against a record of several lines, in half a sentence; null: nothing.
 */
export async function* csvRecords(
  lines: AsyncIterator<TextLine, void>,
  delimiter: string,
  doubt: (cells: readonly string[]) => string | null,
): AsyncGenerator<CsvRecord, void> {
  /** Lines that were taken for a part of a record that is none. */
  const again: TextLine[] = [];
  let batch: Raw[] = [];
  for await (const raw of rawRecords(lines, again)) {
    if (raw.isWhole && raw.lines.length === 1) {
      batch.push(raw);
      if (batch.length < BATCH_RECORDS) continue;
      yield* parseBatch(batch, delimiter);
      batch = [];
      continue;
    }
    yield* parseBatch(batch, delimiter);
    batch = [];
    const record = parseRecord(raw, delimiter, doubt);
    if (record.value.kind === "broken") again.unshift(...raw.lines.slice(1));
    yield record;
  }
  yield* parseBatch(batch, delimiter);
}

async function* rawRecords(lines: AsyncIterator<TextLine, void>, again: TextLine[]): AsyncGenerator<Raw, void> {
  for (;;) {
    const own: TextLine[] = [];
    let isOpen = false;
    do {
      const next = again.shift() ?? (await lines.next()).value;
      if (next === undefined) break;
      if (own.length === 0 && next.text.trim() === "") continue;
      own.push(next);
      isOpen = isOpen !== hasOddQuotes(next.text);
    } while ((isOpen && own.length < MAX_RECORD_LINES) || own.length === 0);
    if (own.length === 0) return;
    yield { lines: own, isWhole: !isOpen };
  }
}

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** Many at once, which costs a tenth; one by one where one of them is broken. */
function parseBatch(batch: readonly Raw[], delimiter: string): readonly CsvRecord[] {
  const parsed = parseCells(batch.map(textOf).join(""), delimiter);
  if (parsed?.length !== batch.length) return batch.map((raw) => parseRecord(raw, delimiter, () => null));
  return parsed.map((cells, index) => ({ line: lineOf(batch[index]), value: { kind: "cells", cells } }));
}

function parseRecord(raw: Raw, delimiter: string, doubt: (cells: readonly string[]) => string | null): CsvRecord {
  const line = lineOf(raw);
  const broken = (reason: string): CsvRecord => ({ line, value: { kind: "broken", reason } });
  if (!raw.isWhole) return broken(`A quote is opened, and never closed. ${QUOTES_SENTENCE}`);
  const [cells] = parseCells(textOf(raw), delimiter) ?? [];
  if (cells === undefined) return broken(`Its quotes don't match. ${QUOTES_SENTENCE}`);
  const against = raw.lines.length === 1 ? null : doubt(cells);
  if (against === null) return { line, value: { kind: "cells", cells } };
  return broken(
    `By its quotes the line goes on to line ${raw.lines.at(-1)?.line}, and then ${against}: is there a quote that nothing closes?`,
  );
}

/** Null: quotes don't match. */
export function parseCells(text: string, delimiter: string): readonly (readonly string[])[] | null {
  try {
    return parse(text, { delimiter, record_delimiter: ["\r\n", "\n", "\r"], relax_column_count: true });
  } catch {
    return null;
  }
}

function textOf({ lines }: Raw): string {
  return lines.map(({ text }) => text).join("");
}

function lineOf(raw: Raw | undefined): number {
  return raw?.lines[0]?.line ?? 1;
}
