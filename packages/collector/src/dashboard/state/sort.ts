/** A table's order: one column and a direction. */
export interface Sort<Column extends string> {
  readonly column: Column;
  readonly descending: boolean;
}

/** Reads `engagement` or `-engagement`; a column that the table doesn't have gives the table's default. */
export function parseSort<Column extends string>(
  text: string | null,
  columns: readonly Column[],
  fallback: Sort<Column>,
): Sort<Column> {
  const descending = text?.startsWith("-") ?? false;
  const name = descending ? text?.slice(1) : text;
  const column = columns.find((candidate) => candidate === name);
  return column === undefined ? fallback : { column, descending };
}

/** Writes a sort as the API and the address take it: `-engagement`. */
export function formatSort({ column, descending }: Sort<string>): string {
  return descending ? `-${column}` : column;
}

/**
 * The order after a click on a column's header: lowest first, then highest first, then lowest again.
 * Lowest first because the least engaged accounts are the ones to look at.
 */
export function nextSort<Column extends string>(present: Sort<Column>, column: Column): Sort<Column> {
  return { column, descending: present.column === column && !present.descending };
}

/** The header's `aria-sort`; undefined for a column that the table isn't sorted by. */
export function ariaSort(present: Sort<string>, column: string): "ascending" | "descending" | undefined {
  if (present.column !== column) return undefined;
  return present.descending ? "descending" : "ascending";
}

/** The sort as the address keeps it: null for the table's default, which needs no saying. */
export function sortInAddress(sort: Sort<string>, fallback: Sort<string>): string | null {
  return formatSort(sort) === formatSort(fallback) ? null : formatSort(sort);
}
