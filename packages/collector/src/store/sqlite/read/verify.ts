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

const DAY_MS = 86_400_000;

/** Recomputes every rollup from cells and base and reports what differs, whichever side it is missing on. */
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
  if (finest === undefined) return [];
  // The whole detail is read once; every rollup, the finest too, is compared with sums of these sums.
  database.exec(`CREATE TEMP TABLE recomputed AS ${recomputedRollup(finest, `(${detail})`)}`);
  try {
    return rollups.flatMap((rollup) => compare(database, rollup));
  } finally {
    database.exec("DROP TABLE temp.recomputed");
  }
}

function compare(database: DatabaseSync, rollup: RollupTable): readonly RollupDifference[] {
  const { name, keys, counters } = rollup;
  const sides = [
    ...counters.map((counter) => `stored.${counter} AS stored_${counter}`),
    ...counters.map((counter) => `right.${counter} AS right_${counter}`),
  ];
  const something = counters.map((counter) => `${counter} <> 0`).join(" OR ");
  const different = counters.map((counter) => `stored.${counter} IS NOT right.${counter}`).join(" OR ");
  const rows = database
    .prepare(
      `SELECT ${[...keys.map((key) => `${key} AS "${key}"`), ...sides].join(", ")}
       FROM (SELECT * FROM main.${name} WHERE ${something}) AS stored
       FULL OUTER JOIN (${recomputedRollup(rollup, "temp.recomputed")}) AS right USING (${keys.join(", ")})
       WHERE ${different}`,
    )
    .all();
  const names = keyNames(database);
  return rows.map((row) => ({
    table: name,
    key: keys.map((key) => `${key} ${key === "day" ? isoDate(Number(row[key])) : names(key, row[key])}`).join(", "),
    stored: describe(row, "stored", counters),
    recomputed: describe(row, "right", counters),
  }));
}

type Row = Readonly<Record<string, unknown>>;

function describe(row: Row, side: "stored" | "right", counters: readonly string[]): string {
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
