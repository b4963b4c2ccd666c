import { stringify } from "csv-stringify/sync";
import { TYPE_OF_FORMAT, type ListFormat } from "../query/list-query.ts";
import type { Cell, FlatColumns, FlatTable } from "./flat-columns.ts";

/**
 * Rows as a file, written piece by piece while it is read, so that its length costs no memory. A spreadsheet takes no
 * text of a CSV file for a formula: one that would begin like it gets a `'` in front. Lists of plain values are written with
 * `; ` between their parts, what else has parts as JSON where nothing flat takes its place.
 * @param pieces some of the rows each, in their order.
 * @param name of the file, without its ending.
 * @param flat columns in whose place a CSV file has others.
 */
export function fileResponse<Row extends object>(
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
  format: Exclude<ListFormat, "json">,
  name: string,
  flat: FlatTable<Row> = {},
): Response {
  const texts = format === "csv" ? csvTexts(pieces, columns, flat) : ndjsonTexts(pieces, columns);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await texts.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await texts.return(undefined);
      },
    },
    // No piece is worked out before it is asked for: the questions behind it are asked of the store when it is.
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": `${TYPE_OF_FORMAT[format]};charset=UTF-8`,
      "content-disposition": `attachment; filename="${name}.${format}"`,
    },
  });
}

/** Only some of a row's fields. */
export function pickColumns<Row extends object, Column extends keyof Row>(
  row: Row,
  columns: readonly Column[],
): Pick<Row, Column> {
  return Object.fromEntries(columns.map((column) => [column, row[column]])) as Pick<Row, Column>;
}

const CSV_OPTIONS = { escape_formulas: true, cast: { boolean: String } };

async function* csvTexts<Row extends object>(
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
  flat: FlatTable<Row>,
): AsyncGenerator<string> {
  const written = columns.map((column) => flat[column] ?? plainColumn<Row>(column));
  // Headings name features, too.
  yield stringify([written.flatMap(({ names }) => names)], CSV_OPTIONS);
  for await (const rows of pieces) {
    yield stringify(
      rows.map((row) => written.flatMap(({ cells }) => cells(row))),
      CSV_OPTIONS,
    );
  }
}

function plainColumn<Row extends object>(column: keyof Row & string): FlatColumns<Row> {
  return { names: [column], cells: (row) => [cellOf(row[column])] };
}

async function* ndjsonTexts<Row extends object>(
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
): AsyncGenerator<string> {
  for await (const rows of pieces) {
    yield rows.map((row) => `${JSON.stringify(pickColumns(row, columns))}\n`).join("");
  }
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value) && value.every((part) => typeof part !== "object")) return value.map(String).join("; ");
  if (typeof value === "object") return JSON.stringify(value);
  return value as Cell;
}
