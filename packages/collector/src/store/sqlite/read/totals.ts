import type { DatabaseSync } from "node:sqlite";
import type { ActionTotalsRow, TimeTotalsQuery, TotalsQuery, TotalsRow, UseSpan } from "../../facts.ts";
import { ACTION_ROLLUPS, TIME_COUNTERS, TIME_ROLLUPS } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { activeMsOf, type Row } from "./rows.ts";
import { readSums } from "./sums.ts";

/** Answers `totals` and `actionTotals`. */
export function createTotals(database: DatabaseSync, lookup: KeyLookup) {
  return {
    totals(query: TimeTotalsQuery): readonly TotalsRow[] {
      const by = [...new Set(query.by)];
      const withSpan = query.spanUnder !== undefined;
      const spanCounter = withSpan ? counterOf(query.spanUnder) : undefined;
      const rows = readSums(database, lookup, TIME_ROLLUPS, by, query, spanCounter).map((row) =>
        Object.assign(keysOf(row, by), {
          activeMs: activeMsOf(row),
          visits: Number(row["visits"]),
          ...(withSpan && { span: spanOf(row) }),
        }),
      );
      if (rows.length > 0 || by.length > 0) return rows;
      return [{ activeMs: [0, 0, 0, 0], visits: 0, ...(withSpan && { span: null }) }];
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

function counterOf(idleLimitIndex: number): string {
  const counter = TIME_COUNTERS.slice(0, -1)[idleLimitIndex];
  if (counter === undefined) throw new RangeError(`there is no idle limit ${idleLimitIndex}`);
  return counter;
}

function spanOf(row: Row): UseSpan | null {
  if (row["first_day"] === null) return null;
  return {
    firstDay: Number(row["first_day"]),
    lastDay: Number(row["last_day"]),
    activeDays: Number(row["active_days"]),
  };
}
