import { CSV_COLUMNS, type CsvColumn } from "./csv-columns.ts";
import type { LineKind } from "./push-schema.ts";

/** Files that `uptake export` writes come in again as they are. They name a row by what it is, not by `id`. */

const ID_FIELDS: Partial<Readonly<Record<LineKind, string>>> = { accounts: "account", users: "user", assets: "asset" };

/** Whether a row of these fields, or a file of these columns, is one of an export. */
export function isExported(kind: LineKind, fields: Iterable<string>): boolean {
  const names = new Set(fields);
  const idField = ID_FIELDS[kind];
  return idField !== undefined && names.has(idField) && !names.has("id");
}

/**
 * The row of a push that says what a row of an export says. What isn't known is absent, so that it stays; likewise a name
 * that is the id, which exports write where there is none.
 * @returns null: somebody who was only seen in browsers, of whom an import would make a row of the roster.
 */
export function pushedRow(
  kind: LineKind,
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  if (row["inRoster"] === false) return null;
  const id = row[ID_FIELDS[kind] ?? "id"];
  const fields = Object.keys(CSV_COLUMNS[kind])
    .filter((field) => field !== "id" && (row[field] ?? null) !== null && (field !== "name" || row[field] !== id))
    .map((field) => [field, row[field]] as const);
  return Object.fromEntries([["id", id], ...fields]);
}

/** What `escape_formulas` puts a `'` in front of; exports do so as well where there are some already. */
const ESCAPED = /^'+[=+\-@\t\r＝＋－＠]/u;

/** The value of a cell that an export has written; undefined: it is empty. What can't be read stays a text. */
export function readExportedCell(kind: LineKind, name: string, cell: string): unknown {
  if (cell === "") return undefined;
  const text = ESCAPED.test(cell) ? cell.slice(1) : cell;
  switch (typeOf(kind, name)) {
    case "text":
      return text;
    case "number":
    case "time":
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case "flag":
      return { true: true, false: false }[text] ?? text;
    case "list":
      return text.startsWith("[") ? parsed(text) : text.split("; ");
    case "texts":
    case "values":
      return parsed(text);
  }
}

function typeOf(kind: LineKind, name: string): CsvColumn {
  if (name === "inRoster") return "flag";
  const columns = CSV_COLUMNS[kind];
  return name !== ID_FIELDS[kind] && Object.hasOwn(columns, name) ? (columns[name] ?? "text") : "text";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
