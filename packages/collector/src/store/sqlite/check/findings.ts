import type { DatabaseSync } from "node:sqlite";
import type { VerifyFinding } from "../../facts.ts";
import type { RollupTable } from "../rollup-tables.ts";

/** Most that are told: whoever finds as many has one cause for all. */
const MAX_FINDINGS = 1_000;

const DAY_MS = 86_400_000;

/** What was found so far, in words. */
export interface Findings {
  /**
   * A row of a rollup that differs from what was recounted.
   * @param stored its counters; null: there is no such row.
   * @param missing what would have to be added for it to be right.
   */
  addDifference(
    rollup: RollupTable,
    key: readonly number[],
    stored: readonly number[] | null,
    missing: readonly number[],
  ): void;
  /** A row that breaks a rule. */
  addBroken(table: string, columns: readonly string[], key: readonly number[], problem: string): void;
  /** There is no room for more. */
  isFull(): boolean;
  all(): readonly VerifyFinding[];
}

/** Nothing found yet. */
export function createFindings(database: DatabaseSync): Findings {
  const found: VerifyFinding[] = [];
  const describeKey = createDescribeKey(database);
  return {
    addDifference({ name, keys, counters }, key, stored, missing) {
      const recomputed = missing.map((amount, index) => (stored?.[index] ?? 0) + amount);
      found.push({
        kind: "difference",
        table: name,
        key: describeKey(keys, key),
        stored: stored === null ? "missing" : describe(counters, stored),
        recomputed: recomputed.every((counter) => counter === 0) ? "missing" : describe(counters, recomputed),
      });
    },
    addBroken: (table, columns, key, problem) =>
      void found.push({ kind: "broken", table, key: describeKey(columns, key), problem }),
    isFull: () => found.length >= MAX_FINDINGS,
    all: () => found.slice(0, MAX_FINDINGS),
  };
}

function describe(counters: readonly string[], values: readonly number[]): string {
  return counters.map((counter, index) => `${counter} ${values[index]}`).join(", ");
}

/** Columns whose integers have a key in a table of their own. */
const KEY_TABLES: Readonly<Record<string, string>> = {
  account: "accounts",
  user: "users",
  feature: "features",
  action: "actions",
  source: "sources",
  writer: "writers",
};

function createDescribeKey(database: DatabaseSync) {
  const nameOf = (table: string, id: number): string =>
    String(database.prepare(`SELECT key FROM main.${table} WHERE id = ?`).get(id)?.["key"] ?? `number ${id}`);
  return (columns: readonly string[], key: readonly number[]): string =>
    columns
      .map((column, index) => {
        const value = key[index] ?? 0;
        const table = KEY_TABLES[column];
        if (table !== undefined) return `${column} ${nameOf(table, value)}`;
        return `${column} ${column === "day" ? isoDate(value) : value}`;
      })
      .join(", ");
}

function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
