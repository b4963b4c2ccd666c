import type { DatabaseSync } from "node:sqlite";
import { createWorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { RollupDifference } from "../../facts.ts";
import {
  ACTION_DETAIL,
  ACTION_ROLLUPS,
  recomputedRollup,
  TIME_DETAIL,
  TIME_ROLLUPS,
  type RollupTable,
} from "../rollup-tables.ts";
import type { Row } from "./rows.ts";

const DAY_MS = 86_400_000;

/**
 * Recomputes every rollup from cells and base and reports what differs, whichever side it is missing on. Once a
 * connection: what was recomputed stays in its temporary tables.
 */
export function createVerify(database: DatabaseSync) {
  return (): readonly RollupDifference[] => {
    const row = database.prepare("SELECT time_zone FROM workspace").get();
    const { dayOfSlot } = createWorkspaceCalendar(String(row?.["time_zone"]));
    database.function("workspace_day", { deterministic: true }, (slot) => dayOfSlot(Number(slot)));
    return [...compareAll(database, TIME_ROLLUPS, TIME_DETAIL), ...compareAll(database, ACTION_ROLLUPS, ACTION_DETAIL)];
  };
}

function compareAll(
  database: DatabaseSync,
  rollups: readonly RollupTable[],
  detail: string,
): readonly RollupDifference[] {
  const finest = rollups.at(-1);
  // The detail is read once, into the finest; the coarser ones are recomputed from that.
  return rollups.toReversed().flatMap((rollup) => {
    const from = rollup === finest || finest === undefined ? `(${detail})` : `temp.${finest.name}`;
    const columns = [...rollup.keys, ...rollup.counters].map((column) => `${column} INTEGER NOT NULL`);
    database.exec(`
      CREATE TEMP TABLE ${rollup.name} (${columns.join(", ")}, PRIMARY KEY (${rollup.keys.join(", ")})) WITHOUT ROWID;
      INSERT INTO temp.${rollup.name} ${recomputedRollup(rollup, from)}`);
    return compare(database, rollup);
  });
}

function compare(database: DatabaseSync, { name, keys, counters }: RollupTable): readonly RollupDifference[] {
  const shown = [
    ...counters.map((counter) => `stored.${counter} AS stored_${counter}`),
    ...counters.map((counter) => `recomputed.${counter} AS recomputed_${counter}`),
  ].join(", ");
  const something = counters.map((counter) => `stored.${counter} <> 0`).join(" OR ");
  const different = counters.map((counter) => `stored.${counter} IS NOT recomputed.${counter}`).join(" OR ");
  const using = `USING (${keys.join(", ")})`;
  // One pass from each side, each of them along the other's primary key.
  const rows = [
    `SELECT ${keys.join(", ")}, ${shown} FROM main.${name} AS stored LEFT JOIN temp.${name} AS recomputed ${using}
     WHERE (${something}) AND (${different})`,
    `SELECT ${keys.join(", ")}, ${shown} FROM temp.${name} AS recomputed LEFT JOIN main.${name} AS stored ${using}
     WHERE stored.${counters[0]} IS NULL`,
  ].flatMap((sql) => database.prepare(sql).all());
  const names = keyNames(database);
  return rows.map((row) => ({
    table: name,
    key: keys.map((key) => `${key} ${key === "day" ? isoDate(Number(row[key])) : names(key, row[key])}`).join(", "),
    stored: describe(row, "stored", counters),
    recomputed: describe(row, "recomputed", counters),
  }));
}

function describe(row: Row, side: "stored" | "recomputed", counters: readonly string[]): string {
  if (row[`${side}_${counters[0]}`] === null) return "missing";
  return counters.map((counter) => `${counter} ${String(row[`${side}_${counter}`])}`).join(", ");
}

function keyNames(database: DatabaseSync) {
  const statements = {
    account: database.prepare("SELECT key FROM accounts WHERE id = ?"),
    user: database.prepare("SELECT key FROM users WHERE id = ?"),
    feature: database.prepare("SELECT key FROM features WHERE id = ?"),
    action: database.prepare("SELECT key FROM actions WHERE id = ?"),
  };
  return (column: keyof typeof statements, id: unknown): string =>
    String(statements[column].get(Number(id))?.["key"] ?? `number ${String(id)}`);
}

function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
