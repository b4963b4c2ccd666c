import type { ReplyHead } from "../contract.ts";
import type { ColumnNumber } from "../number-address.ts";
import type { Kept, KeptListName, KeptQuestion, KeptRows } from "../reading/kept.ts";
import type { ListQuery, ListShape } from "../query/list-query.ts";
import { arrange, type Arrangement } from "./arrange.ts";
import type { FlatTable } from "./flat-columns.ts";
import { fileName } from "./file-name.ts";
import { cutPieces, mergePieces } from "./merge-pieces.ts";
import { fileResponse, pickColumns } from "./write-rows.ts";

/** A list of the read API: its columns, and how it is searched and sorted. */
export interface List<Row extends object> extends ListShape<keyof Row & string> {
  /** In the name of its file. */
  readonly name: string;
  /** What every row has, whatever columns are asked for. */
  readonly keys: readonly (keyof Row & string)[];
  readonly arrangement: Pick<Arrangement<Row, keyof Row & string>, "texts" | "defaultSort">;
  /** What its numbers are, by their columns; absent: it has none that open. */
  readonly numbers?: Partial<Readonly<Record<string, ColumnNumber<keyof Row & string>>>>;
  /** Columns in whose place its CSV file has others; absent: none. */
  readonly flat?: FlatTable<Row>;
}

/** Columns that cost much, and are worked out of the rows that are shown: a page's, or a file's piece by piece. */
export interface LateColumns<Row extends object> {
  readonly columns: readonly (keyof Row & string)[];
  /** The same rows, with them. */
  complete(rows: readonly Row[]): Promise<readonly Row[]>;
}

/** A list that the store searches, sorts and cuts, since it may be too long to be read as a whole. */
export interface StoredRows<Row extends object> {
  /** @param after the `next` of the page before; null: from `offset` on. */
  page(part: { readonly limit: number; readonly offset: number; readonly after: string | null }): Promise<{
    /** Null: not counted again. */
    readonly total: number | null;
    readonly rows: readonly Row[];
    /** Null: there are no more. */
    readonly next: string | null;
  }>;
}

/** Rows of a file that are asked of the store at once: some 50 ms of a reader. */
const STORED_CHUNK_ROWS = 2_000;

/** Rows whose late columns are worked out together. */
const LATE_CHUNK_ROWS = 200;

/**
 * Answers a list, with the columns that were asked for: JSON has a head and one page of rows, files have all rows.
 * @param head what the JSON has beside `total` and `rows`.
 * @param late only where the list is sorted by one of them are they worked out of all rows.
 */
export async function answerList<Row extends object>(
  list: List<Row>,
  rows: readonly Row[],
  query: ListQuery<keyof Row & string>,
  head: object,
  late: LateColumns<Row> | null = null,
): Promise<Response> {
  const { columns, sort } = query;
  const isLate = (column: keyof Row & string): boolean => late !== null && late.columns.includes(column);
  const isWanted = columns === null || columns.some(isLate);
  const sortsLate = sort !== null && isLate(sort.by);
  const all = sortsLate ? await completed(rows, late) : rows;
  const { total, rows: shown } = arrange(all, query, arrangementOf(list));
  const pieces = chunksOf(shown, isWanted && !sortsLate ? late : null);
  if (query.format !== "json") return fileOf(list, pieces, query, head);
  const page: Row[] = [];
  for await (const piece of pieces) page.push(...piece);
  return pageOf(list, { total, rows: page }, query, head);
}

/**
 * Answers a list from what is kept, by one question to it. Rows that are equal in the sorted column keep the order in which
 * they are asked for, then that of their ids.
 * @param others rows that are kept in no such way, of lists that have no other order: they come among those that are.
 */
export async function answerKept<Name extends KeptListName>(
  list: List<KeptRows[Name]>,
  { kept, complete, ...asked }: AskedKept<Name>,
  query: ListQuery<keyof KeptRows[Name] & string>,
  head: object,
  others: readonly KeptRows[Name][] = [],
): Promise<Response> {
  const sort = query.sort ?? list.arrangement.defaultSort;
  const arranged = (rows: readonly KeptRows[Name][], search: string) =>
    arrange(byKey(list, rows), { search, sort, offset: 0, limit: Infinity }, arrangementOf(list));
  const found = arranged(others, query.search);
  // At most all of them come before the page: where it begins among the kept rows is that much earlier at most.
  const offset = Math.max(0, query.offset - found.total);
  const limit = Math.min(query.limit + found.total, Number.MAX_SAFE_INTEGER);
  const order = [...(sort === null ? [] : [sort]), ...asked.order];
  const question = { ...asked, search: query.search, order, offset, limit };
  const page = (pieces: Iterable<readonly KeptRows[Name][]>) =>
    completedPieces(
      cutPieces(
        mergePieces(pieces, found.rows, (rows) => arranged(rows, "").rows),
        { offset: query.offset - offset, limit: query.limit },
      ),
      complete,
    );
  if (query.format !== "json") return fileOf(list, page(kept.pieces(question)), query, head);
  const { total, rows } = kept.list(question);
  return pageOf(list, { total: total + found.total, rows: [...page([rows])].flat() }, query, head);
}

function* completedPieces<Row>(
  pieces: Iterable<readonly Row[]>,
  complete: ((row: Row) => Row) | undefined,
): Generator<readonly Row[]> {
  for (const rows of pieces) yield complete === undefined ? rows : rows.map(complete);
}

function byKey<Row extends object>({ keys: [key] }: List<Row>, rows: readonly Row[]): readonly Row[] {
  const idOf = (row: Row): string => (key === undefined ? "" : String(row[key]));
  return rows.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

function arrangementOf<Row extends object>({ arrangement }: List<Row>): Arrangement<Row, keyof Row & string> {
  return { ...arrangement, value: (row, by) => row[by] as string | number | null };
}

/** Answers a list whose rows come searched, sorted and cut. */
export function answerPieces<Row extends object>(
  list: List<Row>,
  { total, pieces }: { readonly total: number; readonly pieces: Iterable<readonly Row[]> },
  query: ListQuery<keyof Row & string>,
  head: object,
): Response {
  if (query.format !== "json") return fileOf(list, pieces, query, head);
  return pageOf(list, { total, rows: [...pieces].flat() }, query, head);
}

/** What a kept list is asked beside its query. */
export type AskedKept<Name extends KeptListName> = Pick<KeptQuestion<Name>, "list" | "scope" | "period" | "order"> & {
  readonly kept: Kept;
  /** What a row is told as, where that isn't kept with it; it changes nothing of the order. */
  readonly complete?: (row: KeptRows[Name]) => KeptRows[Name];
};

/** Answers a list that stays in the store: a page costs what is on it, a file is read while it is written. */
export async function answerStoredList<Row extends object>(
  list: List<Row>,
  stored: StoredRows<Row>,
  query: ListQuery<keyof Row & string>,
  head: object,
): Promise<Response> {
  const { limit, offset } = query;
  if (query.format !== "json") return fileOf(list, storedPieces(stored, query), query, head);
  const { total, rows } = await stored.page({ limit, offset, after: null });
  return pageOf(list, { total: total ?? 0, rows }, query, head);
}

async function* storedPieces<Row extends object>(
  stored: StoredRows<Row>,
  { limit, offset }: Pick<ListQuery<string>, "limit" | "offset">,
): AsyncGenerator<readonly Row[]> {
  let [left, after]: [number, string | null] = [limit, null];
  do {
    const page = await stored.page({
      limit: Math.min(STORED_CHUNK_ROWS, left),
      offset: after === null ? offset : 0,
      after,
    });
    yield page.rows;
    left -= page.rows.length;
    after = page.next;
  } while (after !== null && left > 0);
}

function fileOf<Row extends object>(
  list: List<Row>,
  pieces: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  { columns, format }: ListQuery<keyof Row & string>,
  head: object,
): Response {
  const { period = null } = head as Partial<Pick<ReplyHead, "period">>;
  const kind = format === "ndjson" ? format : "csv";
  const response = fileResponse(pieces, columns ?? list.columns, kind, fileName(list, period), list.flat);
  for (const [name, value] of Object.entries(freshness(head))) response.headers.set(name, value);
  return response;
}

function pageOf<Row extends object>(
  list: List<Row>,
  { total, rows }: { readonly total: number; readonly rows: readonly Row[] },
  { columns }: ListQuery<keyof Row & string>,
  head: object,
): Response {
  const picked = columns === null ? null : [...new Set([...list.keys, ...columns])];
  return Response.json({
    ...head,
    total,
    rows: picked === null ? rows : rows.map((row) => pickColumns(row, picked)),
  });
}

/** What the head of a JSON reply says of how fresh it is and by which definitions, for files, which have no head. */
function freshness(head: object): Readonly<Record<string, string>> {
  const { asOf = null, definitionVersion = null } = head as Partial<Pick<ReplyHead, "asOf" | "definitionVersion">>;
  return {
    "uptake-as-of": asOf === null ? "" : new Date(asOf).toISOString(),
    "uptake-definition-version": String(definitionVersion ?? ""),
  };
}

async function completed<Row extends object>(
  rows: readonly Row[],
  late: LateColumns<Row> | null,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const piece of chunksOf(rows, late)) all.push(...piece);
  return all;
}

async function* chunksOf<Row extends object>(
  rows: readonly Row[],
  late: LateColumns<Row> | null,
): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += LATE_CHUNK_ROWS) {
    const chunk = rows.slice(start, start + LATE_CHUNK_ROWS);
    yield late === null ? chunk : await late.complete(chunk);
  }
}
