import { preferredType } from "../../http/accept.ts";
import { invalidParameter, readText, readWholeNumber, readWord, readWords } from "./parameters.ts";

/** What every list can be asked: `?search=&sort=&limit=&offset=&columns=&format=` */
export interface ListQuery<Sort extends string> {
  /** Empty: everything. */
  readonly search: string;
  /** Null: the list's own order. */
  readonly sort: { readonly by: Sort; readonly descending: boolean } | null;
  readonly limit: number;
  readonly offset: number;
  /** In this order; null: all of the list's usual ones. */
  readonly columns: readonly Sort[] | null;
  readonly format: ListFormat;
}

/** How a list is written: JSON with its head, or rows alone. */
export const LIST_FORMATS = ["json", "csv", "ndjson"] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

export const TYPE_OF_FORMAT = {
  json: "application/json",
  csv: "text/csv",
  ndjson: "application/x-ndjson",
} as const satisfies Readonly<Record<ListFormat, string>>;

/** The media types of a list, the usual one first. */
export const LIST_TYPES = LIST_FORMATS.map((format) => TYPE_OF_FORMAT[format]);

/** What a list has. */
export interface ListShape<Column extends string> {
  /** Columns by which it can be sorted. */
  readonly sorts: readonly Column[];
  /** All that can be asked for. */
  readonly columns: readonly Column[];
  /** Whether its rows are as of a day, so that a period says nothing about them. @defaultValue false */
  readonly isOfDay?: boolean;
}

/** Rows of a page of JSON, unless it is said; and the most that can be. */
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;
export const MAX_SEARCH_LENGTH = 200;

/**
 * Reads a list's parameters; others are ignored. Files hold every row, unless a limit is given.
 * @param accepted the request's `Accept` header, which names a format where the parameter doesn't.
 * @throws HttpProblem `invalid-parameter`, naming the value and the allowed ones.
 */
export function readListQuery<Column extends string>(
  parameters: URLSearchParams,
  { sorts, columns }: ListShape<Column>,
  accepted: string | null = null,
): ListQuery<Column> {
  const format = readFormat(parameters, accepted);
  const [fallback, maximum] =
    format === "json" ? [DEFAULT_LIMIT, MAX_LIMIT] : [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return {
    search: readText(parameters, "search", MAX_SEARCH_LENGTH) ?? "",
    sort: readSort(readText(parameters, "sort"), sorts),
    limit: readWholeNumber(parameters, "limit", fallback, 1, maximum),
    offset: readWholeNumber(parameters, "offset", 0, 0, Number.MAX_SAFE_INTEGER),
    columns: readWords(parameters, "columns", columns),
    format,
  };
}

/**
 * How a list is to be written.
 * @param accepted the request's `Accept` header, which names a format where the parameter doesn't.
 * @throws HttpProblem `invalid-parameter`.
 */
export function readFormat(parameters: URLSearchParams, accepted: string | null): ListFormat {
  return readWord(parameters, "format", LIST_FORMATS, null) ?? formatOf(accepted);
}

/** The format that a caller likes best; JSON where they have no preference. */
function formatOf(accepted: string | null): ListFormat {
  const type = preferredType(accepted, LIST_TYPES);
  return LIST_FORMATS.find((format) => TYPE_OF_FORMAT[format] === type) ?? "json";
}

function readSort<Sort extends string>(value: string | null, sorts: readonly Sort[]): ListQuery<Sort>["sort"] {
  if (value === null) return null;
  const descending = value.startsWith("-");
  const by = sorts.find((sort) => sort === (descending ? value.slice(1) : value));
  if (by === undefined) {
    throw invalidParameter("sort", value, `${sorts.join(", ")}, each also with - in front for descending`);
  }
  return { by, descending };
}
