import { stringify } from "csv-stringify/sync";
import { TYPE_OF_FORMAT, type ListFormat } from "../query/list-query.ts";

/** One value of a row, as a file holds it. */
type Cell = string | number | boolean | null;

/**
 * Rows as a file, written piece by piece while it is read, so that its length costs no memory. A spreadsheet takes no
 * text of a CSV file for a formula: one that would begin like it gets a `'` in front. Lists are written with `; ` between
 * their parts, other objects as JSON.
 * @param pieces some of the rows each, in their order.
 * @param name of the file, without its ending.
 */
export function fileResponse<Row extends object>(
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
  format: Exclude<ListFormat, "json">,
  name: string,
): Response {
  const texts = format === "csv" ? csvTexts(pieces, columns) : ndjsonTexts(pieces, columns);
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

async function* csvTexts<Row extends object>(
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  columns: readonly (keyof Row & string)[],
): AsyncGenerator<string> {
  yield stringify([columns]);
  for await (const rows of pieces) {
    const records = rows.map((row) => columns.map((column) => cellOf(row[column])));
    yield stringify(records, { escape_formulas: true, cast: { boolean: String } });
  }
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
  if (Array.isArray(value)) return value.map(String).join("; ");
  if (typeof value === "object") return JSON.stringify(value);
  return value as Cell;
}
