import type { DatabaseSync } from "node:sqlite";
import type { FeatureNameRow, FeatureNamesQuery } from "../../facts.ts";
import { TIME_ROLLUPS } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";
import { readSums } from "./sums.ts";

/** Answers what pages call the features they name, and only of features that have data in the accounts asked about. */
export function createFeatureNames(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "arrays");
  const named = database.prepare("SELECT key AS feature, name FROM features WHERE name IS NOT NULL");
  return (query: FeatureNamesQuery): readonly FeatureNameRow[] => {
    const rows = named.all() as unknown as readonly FeatureNameRow[];
    if (rows.length === 0) return [];
    const { scope, days, account } = query;
    const asked = { scope, by: ["feature"] as const, ...(days && { days }), ...(account !== undefined && { account }) };
    const seen = new Set(
      readSums(statements, lookup, Infinity, TIME_ROLLUPS, ["feature"], asked).map(([feature]) => feature),
    );
    return rows.filter(({ feature }) => seen.has(feature));
  };
}
