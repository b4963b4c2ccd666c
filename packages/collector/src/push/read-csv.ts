import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { readCsvCell, readExportedCell, roundedSentence } from "./csv-cells.ts";
import { CSV_COLUMNS, type CsvColumn } from "./csv-columns.ts";
import { csvRecords, parseCells, takeRecord, type CsvRecord } from "./csv-records.ts";
import { EXPORTED_IDS, isExported, pushedRow } from "./exported-row.ts";
import type { LineKind } from "./push-schema.ts";
import type { PushLine } from "./read-lines.ts";
import type { TextLine } from "./text-lines.ts";

/** A CSV file whose heading was read. */
export type CsvFile =
  | {
      readonly kind: "lines";
      readonly lines: AsyncIterable<PushLine>;
      /** Columns that are no field of the kind; they are left out. */
      readonly unknown: readonly string[];
    }
  | { readonly kind: "unreadable"; readonly reason: string };

/** By what a file is read. */
export interface CsvRules {
  readonly kind: LineKind;
  /** Of the workspace: its days begin when they begin there. */
  readonly calendar: WorkspaceCalendar;
  /** What an export of the kind has beside fields of the kind, which isn't taken. */
  readonly exported: readonly string[];
}

/** A column of a file: the field that it fills, and the key in it where the field is a group. */
interface Column {
  readonly name: string;
  readonly field: string;
  readonly key: string | null;
  readonly type: CsvColumn;
  readonly read: (column: CsvColumn, cell: string, calendar: WorkspaceCalendar) => unknown;
}

type Cells = readonly string[];
type Columns = readonly (Column | null)[];

/** Spreadsheets separate by what their country has left: where commas are in numbers it is a semicolon. */
const DELIMITERS = [",", ";", "\t"];

/** Whose cells may have several lines. */
const OF_SEVERAL_LINES: ReadonlySet<string> = new Set(["note", "comment", "attributes"]);

/**
 * The lines of a CSV file (RFC 4180), whose heading names the fields and shows by what cells are separated: commas, semicolons
 * or tabs. Lists are separated by `;`. One that `uptake export` has written is read as it was written, without whoever isn't
 * in the roster.
 */
export async function readCsv(lines: AsyncIterator<TextLine, void>, rules: CsvRules): Promise<CsvFile> {
  const { kind, exported } = rules;
  const first = await takeRecord(lines);
  const heading = first && readHeading(kind, first.text);
  if (heading === null) return { kind: "unreadable", reason: "It has no heading, whose first line names the fields." };
  const { names, columns, delimiter } = heading;
  if (columns.every((column) => column === null)) {
    const known = Object.keys(CSV_COLUMNS[kind]).join(", ");
    const told = names.map((name) => JSON.stringify(name.slice(0, 80))).join(", ");
    return {
      kind: "unreadable",
      reason: `None of its columns is a field of ${kind}: ${told}. The heading names them: ${known}.`,
    };
  }
  const isOfExport = isExported(kind, names);
  const unknown = names.filter((name, index) => columns[index] === null && !(isOfExport && exported.includes(name)));
  const records = csvRecords(lines, delimiter, (cells) => doubt(columns, cells));
  return { kind: "lines", unknown, lines: readRecords(records, columns, isOfExport, rules) };
}

interface Heading {
  readonly names: Cells;
  readonly columns: Columns;
  readonly delimiter: string;
}

/** Read by the delimiter by which most of its names are fields. */
function readHeading(kind: LineKind, text: string): Heading | null {
  const [best = null] = DELIMITERS.flatMap((delimiter): readonly Heading[] => {
    const [cells] = parseCells(text, delimiter) ?? [];
    if (cells === undefined) return [];
    const names = cells.map((name) => name.trim());
    const isOfExport = isExported(kind, names);
    return [{ names, delimiter, columns: names.map((name) => columnOf(kind, name, isOfExport)) }];
  }).toSorted((one, other) => knownOf(other) - knownOf(one));
  return best;
}

function knownOf({ columns }: Heading): number {
  return columns.filter((column) => column !== null).length;
}

function columnOf(kind: LineKind, name: string, isOfExport: boolean): Column | null {
  const [field = "", ...rest] = name.split(".");
  const type = typeOf(kind, field, isOfExport);
  if (type === undefined) return null;
  const hasParts = type === "texts" || type === "values";
  if (isOfExport && rest.length === 0) return { name, field, key: null, type, read: readExportedCell };
  if (hasParts !== rest.length > 0) return null;
  return { name, field, key: hasParts ? rest.join(".") : null, type, read: readCsvCell };
}

function typeOf(kind: LineKind, field: string, isOfExport: boolean): CsvColumn | undefined {
  if (isOfExport && field === EXPORTED_IDS[kind]) return "text";
  if (isOfExport && field === "inRoster") return "flag";
  const columns = CSV_COLUMNS[kind];
  return Object.hasOwn(columns, field) ? columns[field] : undefined;
}

async function* readRecords(
  records: AsyncIterable<CsvRecord>,
  columns: Columns,
  isOfExport: boolean,
  { kind, calendar }: CsvRules,
): AsyncGenerator<PushLine, void> {
  for await (const { line, value } of records) {
    const read = value.kind === "broken" ? value.reason : readCells(columns, value.cells, calendar);
    if (typeof read === "string") {
      yield { line, value: { kind: "unreadable", reason: read } };
      continue;
    }
    const json = isOfExport ? pushedRow(kind, read) : read;
    if (json !== null) yield { line, value: { kind: "json", json } };
  }
}

/** What speaks against cells that stand in several lines. */
function doubt(columns: Columns, cells: Cells): string | null {
  if (cells.length !== columns.length) return `has ${cells.length} columns, where the heading has ${columns.length}`;
  const broken = columns.find(
    (column, index) => column !== null && !OF_SEVERAL_LINES.has(column.field) && /[\r\n]/.test(cells[index] ?? ""),
  );
  return broken === undefined || broken === null ? null : `${broken.name} has several lines`;
}

/** @returns the fields of a line; a text: why it can't be read. */
function readCells(
  columns: Columns,
  cells: Cells,
  calendar: WorkspaceCalendar,
): Readonly<Record<string, unknown>> | string {
  if (cells.length !== columns.length)
    return `The line has ${cells.length} columns, and the heading ${columns.length}.`;
  const fields = new Map<string, unknown>();
  for (const [index, column] of columns.entries()) {
    if (column === null) continue;
    const { name, field, key, type, read } = column;
    const cell = cells[index] ?? "";
    const rounded = roundedSentence(name, type, cell);
    if (rounded !== null) return rounded;
    const value = read(type, cell, calendar);
    if (value === undefined) continue;
    // Whoever isn't in the roster must not come into it because nobody could tell.
    if (field === "inRoster" && typeof value !== "boolean") return `${name} must be true or false; it is "${cell}".`;
    fields.set(field, joined(fields.get(field), key === null ? value : { [key]: value }));
  }
  return Object.fromEntries(fields);
}

/** A group of which there are columns for some parts, and one for the others. */
function joined(before: unknown, value: unknown): unknown {
  return isGroup(before) && isGroup(value) ? { ...before, ...value } : value;
}

function isGroup(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
