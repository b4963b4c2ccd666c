/** One value of a row, as a file holds it. */
export type Cell = string | number | boolean | null;

/** What takes a column's place in CSV files where its values have parts: a column for each part. */
export interface FlatColumns<Row extends object> {
  /** Headings, such as `live.active`. */
  readonly names: readonly string[];
  /** A cell for each of them. */
  cells(row: Row): readonly Cell[];
}

/** The columns of a table that are flat in CSV files, by their names. */
export type FlatTable<Row extends object> = Partial<Readonly<Record<keyof Row & string, FlatColumns<Row>>>>;

/** A column whose values are objects with always the same parts: `live` becomes `live.active` and so on. */
export function partsOf<Column extends string, Part extends string>(
  column: Column,
  parts: readonly Part[],
): FlatColumns<Readonly<Record<Column, Readonly<Record<Part, Cell>> | null>>> {
  return {
    names: parts.map((part) => `${column}.${part}`),
    cells: ({ [column]: value }) => parts.map((part) => value?.[part] ?? null),
  };
}
