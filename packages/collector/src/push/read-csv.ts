import { parse } from "csv-parse";
import type { Readable } from "node:stream";
import { CSV_COLUMNS, readCsvCell, type CsvColumn } from "./csv-columns.ts";
import { isExported, pushedRow, readExportedCell } from "./exported-row.ts";
import type { LineKind } from "./push-schema.ts";
import type { PushLine } from "./read-lines.ts";

/** A column of a file: the field that it fills, and the key in it where the field is a group. */
interface Column {
  readonly field: string;
  readonly key: string | null;
  readonly type: CsvColumn;
}

/**
 * The lines of a CSV file (RFC 4180), whose heading names the fields; lists are separated by `;`. One that `uptake export`
 * has written is read as it was written, without whoever isn't in the roster.
 * @param unknown told each column that is no field of the kind; it is left out.
 * @throws CsvError where quotes don't match.
 */
export async function* readCsv(
  source: Readable,
  kind: LineKind,
  unknown: (column: string) => void,
): AsyncGenerator<PushLine, void> {
  const records = source.pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }));
  source.on("error", (error) => records.destroy(error));
  let columns: readonly (Column | null)[] | null = null;
  let exported: readonly string[] | null = null;
  for await (const { record, info } of records as AsyncIterable<CsvRecord>) {
    if (exported !== null) {
      const value = readExported(kind, exported, record);
      if (value !== null) yield { line: info.lines, value };
      continue;
    }
    if (columns === null) {
      if (isExported(kind, record)) {
        exported = record;
        continue;
      }
      columns = record.map((name) => columnOf(kind, name.trim()));
      columns.forEach((column, index) => column === null && unknown(record[index] ?? ""));
      continue;
    }
    yield { line: info.lines, value: readRecord(columns, record) };
  }
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function columnOf(kind: LineKind, name: string): Column | null {
  const [field = "", ...rest] = name.split(".");
  const columns = CSV_COLUMNS[kind];
  const type = Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (type === undefined) return null;
  const isGroup = type === "texts" || type === "values";
  if (isGroup !== rest.length > 0) return null;
  return { field, key: isGroup ? rest.join(".") : null, type };
}

/** Null: nothing that is told. */
function readExported(kind: LineKind, columns: readonly string[], record: readonly string[]): PushLine["value"] | null {
  if (record.length !== columns.length) return unevenLine(record, columns);
  const cells = columns.map((name, index) => [name, readExportedCell(kind, name, record[index] ?? "")] as const);
  const json = pushedRow(kind, Object.fromEntries(cells));
  return json && { kind: "json", json };
}

function unevenLine(record: readonly unknown[], columns: readonly unknown[]): PushLine["value"] {
  const reason = `The line has ${record.length} columns, and the heading ${columns.length}.`;
  return { kind: "unreadable", reason };
}

function readRecord(columns: readonly (Column | null)[], record: readonly string[]): PushLine["value"] {
  if (record.length !== columns.length) return unevenLine(record, columns);
  const fields = new Map<string, unknown>();
  columns.forEach((column, index) => {
    const value = column === null ? undefined : readCsvCell(column.type, record[index] ?? "");
    if (column === null || value === undefined) return;
    const { field, key } = column;
    if (key === null) fields.set(field, value);
    else fields.set(field, { ...(fields.get(field) as object | undefined), [key]: value });
  });
  return { kind: "json", json: Object.fromEntries(fields) };
}
