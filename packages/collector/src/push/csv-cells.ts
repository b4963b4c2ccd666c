import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { CsvColumn } from "./csv-columns.ts";
import { readMoment } from "./read-moment.ts";

const NUMBER = /^-?\d+(\.\d+)?$/;

/** As spreadsheets write a number that has more digits than they show, which they then forget. */
const ROUNDED = /^-?\d+(?:[.,]\d+)?E[+-]?\d+$/i;

/**
 * The value of a cell; undefined: it is empty, and its field stays as it was. `null` empties the field. What can't be read
 * stays a text, which the field's rules then refuse by name.
 */
export function readCsvCell(column: CsvColumn, cell: string, calendar: WorkspaceCalendar): unknown {
  const text = cell.trim();
  if (text === "") return undefined;
  if (text === "null") return null;
  switch (column) {
    case "text":
    case "texts":
      return text;
    case "number":
      return NUMBER.test(text) ? Number(text) : text;
    case "time":
      return NUMBER.test(text) ? Number(text) : (readMoment(text, calendar) ?? text);
    case "flag":
      return readFlag(text.toLowerCase()) ?? text;
    case "list":
      return readList(text);
    case "values":
      return readValue(text);
  }
}

/** What `escape_formulas` puts a `'` in front of; exports do so as well where there are some already, and before `null`. */
const ESCAPED = /^(?:'+[=+\-@\t\r＝＋－＠]|'+null$)/u;

/** The same for a cell that an export has written, whose texts are as they are, whose lists may be JSON and whose groups are. */
export function readExportedCell(column: CsvColumn, cell: string, calendar: WorkspaceCalendar): unknown {
  if (cell === "") return undefined;
  if (cell === "null") return null;
  const text = ESCAPED.test(cell) ? cell.slice(1) : cell;
  switch (column) {
    case "text":
      return text;
    case "list":
      return text.startsWith("[") ? parsed(text) : readList(text);
    case "texts":
    case "values":
      return parsed(text);
    case "number":
    case "time":
    case "flag":
      return readCsvCell(column, text, calendar);
  }
}

/** Why a cell can't be taken at all, in a sentence: a time that was rounded is another time. Null: it can. */
export function roundedSentence(name: string, column: CsvColumn, cell: string): string | null {
  const text = cell.trim();
  if (column !== "time" || !ROUNDED.test(text)) return null;
  return `${name} is "${text}": a spreadsheet has rounded the time, and which one it was is lost. Write it as 2026-11-15 or 2026-11-15T09:00Z, or export the file again: its times are dates, which spreadsheets leave as they are.`;
}

function readFlag(text: string): boolean | undefined {
  return { true: true, false: false }[text];
}

function readList(text: string): readonly string[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Numbers are those that read the same when they are written again: a postcode such as 01234 isn't one. */
function readValue(text: string): string | number | boolean {
  // Spreadsheets write them in capitals.
  const flag = text === "TRUE" || text === "FALSE" ? readFlag(text.toLowerCase()) : readFlag(text);
  if (flag !== undefined) return flag;
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
