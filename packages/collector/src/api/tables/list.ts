import type { ListQuery, ListShape } from "../query/list-query.ts";
import { arrange, type Arranged, type Arrangement } from "./arrange.ts";
import { fileResponse, pickColumns } from "./write-rows.ts";

/** A list of the read API: its columns, and how it is searched and sorted. */
export interface List<Row extends object> extends ListShape<keyof Row & string> {
  /** In the name of its file. */
  readonly name: string;
  /** What every row has, whatever columns are asked for. */
  readonly keys: readonly (keyof Row & string)[];
  readonly arrangement: Pick<Arrangement<Row, keyof Row & string>, "texts" | "defaultSort">;
}

/**
 * Answers a list, with the columns that were asked for: JSON has a head and one page of rows, files have all rows.
 * @param head what the JSON has beside `total` and `rows`.
 */
export function answerList<Row extends object>(
  list: List<Row>,
  rows: readonly Row[],
  query: ListQuery<keyof Row & string>,
  head: object,
): Response {
  const arranged: Arranged<Row> = arrange(rows, query, {
    ...list.arrangement,
    value: (row, by) => row[by] as string | number | null,
  });
  const { columns, format } = query;
  if (format !== "json") return fileResponse(arranged.rows, columns ?? list.columns, format, list.name);
  const shown = columns === null ? null : [...new Set([...list.keys, ...columns])];
  return Response.json({
    ...head,
    total: arranged.total,
    rows: shown === null ? arranged.rows : arranged.rows.map((row) => pickColumns(row, shown)),
  });
}
