import type { DatabaseSync } from "node:sqlite";
import type { RollupTable } from "../rollup-tables.ts";

/**
 * What would have to be added to the rows of a rollup, by key, for it to be right. Whatever is written meanwhile changes a
 * row and its recount by the same amounts, so a correction that was right once stays right.
 */
export interface Corrections {
  add(key: readonly number[], amounts: readonly number[]): void;
}

/** The temporary table of a rollup's corrections; it has the rollup's columns. */
export function correctionsTable({ name }: RollupTable): string {
  return `temp.corrections_${name}`;
}

/** Makes the table. */
export function createCorrections(database: DatabaseSync, rollup: RollupTable): Corrections {
  const columns = [...rollup.keys, ...rollup.counters];
  database.exec(`
    CREATE TABLE ${correctionsTable(rollup)} (
      ${columns.map((column) => `${column} INTEGER NOT NULL`).join(", ")}, PRIMARY KEY (${rollup.keys.join(", ")})
    ) WITHOUT ROWID`);
  const insert = database.prepare(
    `INSERT INTO ${correctionsTable(rollup)} VALUES (${columns.map(() => "?").join(", ")})`,
  );
  return { add: (key, amounts) => void insert.run(...key, ...amounts) };
}
