import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { KeptListName, KeptPeriodName } from "../api/reading/kept.ts";
import { foldedText, naturalKey } from "../domain/text-order.ts";
import { KEPT_LISTS } from "./kept-lists.ts";
import type { CountedPeriods } from "./counted.ts";

/** A row of a list that is kept whole. */
interface ListRow {
  readonly key: string;
  readonly account: string | null;
  readonly texts: readonly string[];
  readonly row: object;
  readonly periods: CountedPeriods<object> | null;
}

/** Writes the rows of one list. What is searched in is folded, one text a line. @param periodNames of the file. */
export function createListWriter(database: DatabaseSync, list: KeptListName, periodNames: readonly KeptPeriodName[]) {
  const { sorts, periodColumns, flags } = KEPT_LISTS[list];
  const columns = ["key", "account", "search", ...sorts, ...flags];
  const named = columns.map((column) => `"${column}"`);
  const put = database.prepare(`
    INSERT INTO ${list} (${named.join(", ")}) VALUES (${named.map(() => "?").join(", ")})
    ON CONFLICT (key) DO UPDATE SET ${named.map((column) => `${column} = excluded.${column}`).join(", ")}
    RETURNING id`);
  const putRow = database.prepare(`INSERT OR REPLACE INTO ${list}_rows (id, row) VALUES (?, ?)`);
  const putPeriod =
    periodColumns.length === 0
      ? null
      : database.prepare(`
    INSERT OR REPLACE INTO ${list}_periods (period, id, ${periodColumns.map((column) => `"${column}"`).join(", ")})
    VALUES (?, ?, ${periodColumns.map(() => "?").join(", ")})`);
  const remove = database.prepare(`DELETE FROM ${list} WHERE key = ? RETURNING id`);
  const removeRow = database.prepare(`DELETE FROM ${list}_rows WHERE id = ?`);
  const removePeriod =
    periodColumns.length === 0 ? null : database.prepare(`DELETE FROM ${list}_periods WHERE period = ? AND id = ?`);
  const keys = database.prepare(`SELECT key FROM ${list} WHERE account IS ?`);
  return {
    /** @returns the row's integer. */
    put({ key, account, texts, row, periods }: ListRow): number {
      const values = row as Readonly<Record<string, unknown>>;
      const search = texts.map(foldedText).join("\n");
      const told = [
        ...sorts.map((sort) => sortable(values[sort])),
        ...flags.map((flag) => Number(values[flag] === true)),
      ];
      const id = Number(put.get(key, account, search, ...told)?.["id"]);
      putRow.run(id, JSON.stringify(row));
      if (periods === null || putPeriod === null) return id;
      for (const name of periodNames) {
        const own = (periods[name] ?? {}) as Readonly<Record<string, number>>;
        putPeriod.run(name, id, ...periodColumns.map((column) => own[column] ?? 0));
      }
      return id;
    },
    /** @returns the integer that the row had; undefined: there was none. */
    remove(key: string): number | undefined {
      const id = remove.get(key)?.["id"] as number | undefined;
      if (id === undefined) return undefined;
      removeRow.run(id);
      for (const name of periodNames) removePeriod?.run(name, id);
      return id;
    },
    keysOf: (account: string | null): readonly string[] => keys.all(account).map(({ key }) => String(key)),
  };
}

/** Texts as their order goes. */
function sortable(value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? value : naturalKey(String(value));
}
