import { foldedText } from "../../domain/text-order.ts";
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
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const sorted =
    order === null
      ? found
      : found.toSorted((left, right) =>
          compare(value(left, order.by), value(right, order.by), order.descending, collator),
        );
  return { total: found.length, rows: sorted.slice(offset, offset + limit) };
}

function compare(
  left: string | number | null,
  right: string | number | null,
  descending: boolean,
  collator: Intl.Collator,
): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const ascending =
    typeof left === "number" && typeof right === "number"
      ? left - right
      : collator.compare(String(left), String(right));
  return descending ? -ascending : ascending;
}
