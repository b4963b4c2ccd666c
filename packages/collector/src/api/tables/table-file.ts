import type { ListFormat } from "../query/list-query.ts";
import { answerList, type List } from "./list.ts";

/** How a report that is no list is written as a file: its columns and its name. */
export type TableFile<Line extends object> = Pick<List<Line>, "name" | "isOfDay" | "keys" | "columns">;

/**
 * Answers a report that is no list as a file: every line, in the order in which they come, with all columns.
 * @param reply the JSON reply, whose head says how fresh the figures are.
 */
export function answerTable<Line extends object>(
  file: TableFile<Line>,
  lines: readonly Line[],
  format: Exclude<ListFormat, "json">,
  reply: object,
): Promise<Response> {
  const list: List<Line> = { ...file, sorts: [], arrangement: { texts: () => [], defaultSort: null } };
  const all = { search: "", sort: null, limit: Number.MAX_SAFE_INTEGER, offset: 0, columns: null, format };
  return answerList(list, lines, all, reply);
}
