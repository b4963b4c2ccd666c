import type { DatabaseSync } from "node:sqlite";
import type { ActionTotalsRow, TotalsQuery, TotalsRow } from "../../facts.ts";
import { ACTION_ROLLUPS, TIME_ROLLUPS } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { activeMsOf, type Row } from "./rows.ts";
import { readSums } from "./sums.ts";

/** Answers `totals` and `actionTotals`. */
export function createTotals(database: DatabaseSync, lookup: KeyLookup) {
  return {
    totals(query: TotalsQuery): readonly TotalsRow[] {
      const by = [...new Set(query.by)];
      const rows = readSums(database, lookup, TIME_ROLLUPS, by, query).map((row) =>
        Object.assign(keysOf(row, by), { activeMs: activeMsOf(row), visits: Number(row["visits"]) }),
      );
      return rows.length === 0 && by.length === 0 ? [{ activeMs: [0, 0, 0, 0], visits: 0 }] : rows;
    },
    actionTotals(query: TotalsQuery): readonly ActionTotalsRow[] {
      const by = [...new Set([...query.by, "feature", "action"] as const)];
      const rows = readSums(database, lookup, ACTION_ROLLUPS, by, query);
      // Actions of an account as a whole are nobody's.
      const shown = query.by.includes("user") ? rows.filter(({ user }) => user !== "") : rows;
      return shown.map((row) =>
        Object.assign(keysOf(row, query.by), {
          feature: String(row["feature"]),
          action: String(row["action"]),
          count: Number(row["count"]),
        }),
      );
    },
  };
}

function keysOf(row: Row, by: TotalsQuery["by"]): Pick<TotalsRow, TotalsQuery["by"][number]> {
  return Object.fromEntries(by.map((column) => [column, row[column]]));
}
