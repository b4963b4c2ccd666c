import { stringify } from "csv-stringify/sync";
import { isMomentField, isoMoment } from "../../domain/moments.ts";
import { TYPE_OF_FORMAT, type ListFormat } from "../query/list-query.ts";
import type { Cell, FlatColumns, FlatTable } from "./flat-columns.ts";

/**
 * Rows as a file, written piece by piece while it is read, so that its length costs no memory. A spreadsheet takes no
 * text of a CSV file for a formula: one that would begin like it gets a `'` in front. Lists of plain values are written with
 * `; ` between their parts, as JSON where those couldn't be told from each other; what else has parts as JSON where nothing flat takes its place.
 * Moments are dates in CSV files, since spreadsheets round Unix ms; a mark at the start says that they are UTF-8, which Excel
 * takes for something else without it.
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

const BYTE_ORDER_MARK = "\ufeff";
const CSV_OPTIONS = { escape_formulas: true, cast: { boolean: String } };

async function* csvTexts<Row extends object>(
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
  flat: FlatTable<Row>,
): AsyncGenerator<string> {
  const written = columns.map((column) => flat[column] ?? plainColumn<Row>(column));
  // Headings name features, too.
  yield BYTE_ORDER_MARK + stringify([written.flatMap(({ names }) => names)], CSV_OPTIONS);
  for await (const rows of pieces) {
    yield stringify(
      rows.map((row) => written.flatMap((column) => cellsOf(column, row))),
      CSV_OPTIONS,
    );
  }
}

function cellsOf<Row extends object>({ names, cells }: FlatColumns<Row>, row: Row): readonly Cell[] {
  return cells(row).map((cell, index) => {
    const [field = ""] = (names[index] ?? "").split(".").slice(-1);
    return typeof cell === "number" && isMomentField(field) ? isoMoment(cell) : cell;
  });
}

function plainColumn<Row extends object>(column: keyof Row & string): FlatColumns<Row> {
  return { names: [column], cells: (row) => [cellOf(row[column])] };
}

async function* ndjsonTexts<Row extends object>(
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
): AsyncGenerator<string> {
  for await (const rows of pieces) {
    yield rows.map((row) => `${lineOf(pickColumns(row, columns))}\n`).join("");
  }
}

/** One line, also for readers to whom the separators of lines and paragraphs that JSON allows in a text end one. */
function lineOf(row: object): string {
  return JSON.stringify(row).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** A text that looks as if it had been kept from being something else already, or that would empty a field. */
const LOOKS_ESCAPED = /^(?:'+[=+\-@\t\r＝＋－＠]|'*null$)/u;

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return textOf(value);
  if (Array.isArray(value) && value.every((part) => typeof part !== "object")) {
    const parts = value.map(String);
    return textOf(parts.every(isPlainPart) ? parts.join("; ") : JSON.stringify(parts));
  }
  if (typeof value === "object") return JSON.stringify(value);
  return value as Cell;
}

/** One more `'` where there are some, so that whoever takes one away has the text as it was. */
function textOf(text: string): string {
  return LOOKS_ESCAPED.test(text) ? `'${text}` : text;
}

/** Whether a part of a list can be told from the others. */
function isPlainPart(part: string): boolean {
  return part !== "" && part === part.trim() && !part.includes(";") && !part.startsWith("[");
}
