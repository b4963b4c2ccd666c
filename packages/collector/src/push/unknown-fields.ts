import { closest, distance } from "fastest-levenshtein";
import { reservedKeys } from "../domain/reserved-keys.ts";
import { CSV_COLUMNS, type CsvColumn } from "./csv-columns.ts";
import type { LineKind } from "./push-schema.ts";

/**
 * Fields of a line that its kind doesn't have, and keys of its groups that mean something to every object, which no group can
 * have. The line is taken without them: hosts may tell more than is known here.
 */
export interface UnknownFields {
  readonly line: number;
  /** Their names, at most {@link MAX_FIELDS} of them, each cut after {@link MAX_NAME_LENGTH} characters. */
  readonly fields: readonly string[];
}

const MAX_FIELDS = 20;
const MAX_NAME_LENGTH = 80;
/** A name with at most so many letters wrong was probably meant. */
const MAX_WRONG_LETTERS = 2;

const GROUPS: ReadonlySet<CsvColumn | undefined> = new Set<CsvColumn>(["texts", "values"]);

/** The fields of a line that its kind doesn't have; null: there are none. */
export function unknownFields(kind: LineKind, line: number, json: unknown): UnknownFields | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  const columns = CSV_COLUMNS[kind];
  const fields = Object.entries(json).flatMap(([name, value]) => {
    if (!Object.hasOwn(columns, name)) return [name];
    return GROUPS.has(columns[name]) ? reservedKeys(value).map((key) => `${name}.${key}`) : [];
  });
  if (fields.length === 0) return null;
  return { line, fields: fields.slice(0, MAX_FIELDS).map((name) => name.slice(0, MAX_NAME_LENGTH)) };
}

/** What people are told of such a field. */
export function unknownFieldSentence(kind: LineKind, name: string): string {
  const known = Object.keys(CSV_COLUMNS[kind]);
  const nearest = closest(name, known);
  const isNear = distance(name.toLowerCase(), nearest.toLowerCase()) <= MAX_WRONG_LETTERS;
  const meant = isNear && nearest !== name ? ` Do you mean ${nearest}?` : "";
  return `"${name}" is no field of ${kind}; it is left out.${meant}`;
}
