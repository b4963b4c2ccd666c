import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";
import { ACTION_ROLLUPS, ALL_ROLLUPS, recomputedRollup, TIME_ROLLUPS, type RollupTable } from "../rollup-tables.ts";

/**
 * The rollups that are being built beside the ones that are served.
 *
 *   X_next ──takeOver──► X ──takeOver──► X_old ──clearOld──► nothing
 *      └───────discardNext──────────────► X_old
 *
 * A table is renamed in no time, whatever is in it, and emptied piece by piece before it is dropped.
 */
export interface NextRollups {
  hasNext(): boolean;
  hasOld(): boolean;
  /** Makes empty ones, of the shape of the ones that are served. */
  createNext(): void;
  /** Adds what one piece of the detail comes to, by days of the SQL function `next_day`. */
  add(sort: "time" | "actions", detail: string, ...range: readonly number[]): void;
  discardNext(): void;
  takeOver(): void;
  /** Removes some rows of what is not used any more, and finally the tables. */
  clearOld(rows: number): void;
}

/** Prepares a connection. */
export function createNextRollups(database: DatabaseSync): NextRollups {
  const tableSql = prepareArrays(database, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?");
  const sqlOf = (name: string): string | undefined =>
    (tableSql.get(name) as unknown as readonly [string] | undefined)?.[0];
  const named = (suffix: "_next" | "_old"): readonly RollupTable[] =>
    ALL_ROLLUPS.filter(({ name }) => sqlOf(`${name}${suffix}`) !== undefined);
  const rename = (from: string, to: string): void => database.exec(`ALTER TABLE ${from} RENAME TO ${to}`);

  return {
    hasNext: () => named("_next").length > 0,
    hasOld: () => named("_old").length > 0,
    createNext() {
      for (const { name } of ALL_ROLLUPS) {
        // A table that was renamed has its name in quotes.
        const sql = sqlOf(name)?.replace(new RegExp(`^CREATE TABLE "?${name}"?`), `CREATE TABLE ${name}_next`);
        if (sql === undefined) throw new TypeError(`there is no table ${name}`);
        database.exec(sql);
      }
    },
    add(sort, detail, ...range) {
      const rollups = sort === "time" ? TIME_ROLLUPS : ACTION_ROLLUPS;
      const finest = rollups.at(-1);
      if (finest === undefined) return;
      const piece = `temp.piece_of_${finest.name}`;
      const columns = [...finest.keys, ...finest.counters].map((column) => `${column} INTEGER NOT NULL`).join(", ");
      database.exec(
        `CREATE TEMP TABLE IF NOT EXISTS ${piece.slice("temp.".length)} (${columns}); DELETE FROM ${piece}`,
      );
      database.prepare(`INSERT INTO ${piece} ${recomputedRollup(finest, `(${detail})`)}`).run(...range);
      for (const rollup of rollups) {
        const { name, counters } = rollup;
        const grow = counters.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(", ");
        database.exec(`INSERT INTO ${name}_next ${recomputedRollup(rollup, piece)} ON CONFLICT DO UPDATE SET ${grow}`);
      }
    },
    discardNext() {
      for (const { name } of named("_next")) rename(`${name}_next`, `${name}_old`);
    },
    takeOver() {
      for (const { name } of ALL_ROLLUPS) {
        rename(name, `${name}_old`);
        rename(`${name}_next`, name);
      }
    },
    clearOld(rows) {
      const [first] = named("_old");
      if (first === undefined) return;
      const keys = first.keys.join(", ");
      const table = `${first.name}_old`;
      const { changes } = database
        .prepare(
          `DELETE FROM ${table} WHERE (${keys}) <= (SELECT ${keys} FROM ${table} ORDER BY ${keys} LIMIT 1 OFFSET ?)`,
        )
        .run(rows - 1);
      // Fewer rows than that are left.
      if (changes === 0) database.exec(`DROP TABLE ${table}`);
    },
  };
}
