import { CSV_COLUMNS } from "./csv-columns.ts";
import type { LineKind } from "./push-schema.ts";

/** Files that `uptake export` writes come in again as they are. They name a row by what it is, not by `id`. */

type Row = Readonly<Record<string, unknown>>;

/** The field of an export that is the `id` of a push. */
export const EXPORTED_IDS: Partial<Readonly<Record<LineKind, string>>> = {
  accounts: "account",
  users: "user",
  assets: "asset",
};

/** Whether a row of these fields, or a file of these columns, is one of an export. */
export function isExported(kind: LineKind, fields: Iterable<string>): boolean {
  const names = new Set(fields);
  const idField = EXPORTED_IDS[kind];
  return idField !== undefined && names.has(idField) && !names.has("id");
}

/**
 * The row of a push that says what a row of an export says: what is undefined stays as it was, likewise a name that is the id,
 * which exports write where there is none.
 * @returns null: somebody who was only seen in browsers, of whom an import would make a row of the roster.
 */
export function pushedRow(kind: LineKind, row: Row): Row | null {
  if (row["inRoster"] === false) return null;
  const id = row[EXPORTED_IDS[kind] ?? "id"];
  const fields = Object.keys(CSV_COLUMNS[kind])
    .filter((field) => field !== "id" && row[field] !== undefined && (field !== "name" || row[field] !== id))
    .map((field) => [field, row[field]] as const);
  return Object.fromEntries([["id", id], ...fields]);
}

/** The same for a row of JSON, in which null is what isn't known. */
export function pushedJson(kind: LineKind, row: Row): Row | null {
  return pushedRow(kind, Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
}
