import { foldedText, naturalKey } from "../../domain/text-order.ts";
import type { ListQuery } from "../query/list-query.ts";

/** How a list reads its rows. */
export interface Arrangement<Row, Sort extends string> {
  /** What a search looks at. */
  readonly texts: (row: Row) => readonly string[];
  /** Null sorts last, in both directions. */
  readonly value: (row: Row, by: Sort) => string | number | null;
  /** The order when none is asked for; null: as the rows come. */
  readonly defaultSort: ListQuery<Sort>["sort"];
}

/** One page of a list. */
export interface Arranged<Row> {
  /** Rows after the search, before `limit` and `offset`. */
  readonly total: number;
  readonly rows: readonly Row[];
}

/** Searches, sorts and cuts. Rows that are equal in the sorted column keep the order in which they came. */
export function arrange<Row, Sort extends string>(
  rows: readonly Row[],
  { search, sort, limit, offset }: Pick<ListQuery<Sort>, "search" | "sort" | "limit" | "offset">,
  { texts, value, defaultSort }: Arrangement<Row, Sort>,
): Arranged<Row> {
  const needle = foldedText(search.trim());
  const found =
    needle === "" ? rows : rows.filter((row) => texts(row).some((text) => foldedText(text).includes(needle)));
  const order = sort ?? defaultSort;
  const sorted = order === null ? found : sortedBy(found, (row) => value(row, order.by), order.descending);
  return { total: found.length, rows: sorted.slice(offset, offset + limit) };
}

/** Equal ones stay as they are; null comes last in both directions. */
function sortedBy<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => string | number | null,
  descending: boolean,
): readonly Row[] {
  const keyed = rows.map((row) => {
    const value = valueOf(row);
    return { row, key: typeof value === "string" ? naturalKey(value) : value };
  });
  return keyed
    .toSorted(({ key: left }, { key: right }) => {
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      const ascending = left < right ? -1 : left > right ? 1 : 0;
      return descending ? -ascending : ascending;
    })
    .map(({ row }) => row);
}
