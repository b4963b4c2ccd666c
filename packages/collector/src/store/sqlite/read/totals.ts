import type { DatabaseSync } from "node:sqlite";
import type { ActionTotalsRow, TimeTotalsQuery, TotalsQuery, TotalsRow, UseSpan, UseSplit } from "../../facts.ts";
import type { WorkspaceDay } from "../../../domain/day.ts";
import { ACTION_ROLLUPS, TIME_COUNTERS, TIME_ROLLUPS } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";
import { readSums, type SumsRow } from "./sums.ts";

/** Answers `totals` and `actionTotals`. @param maxRows of an answer. */
export function createTotals(database: DatabaseSync, lookup: KeyLookup, maxRows: number) {
  const statements = createStatements(database, "arrays");
  return {
    totals(query: TimeTotalsQuery): readonly TotalsRow[] {
      const by = [...new Set(query.by)];
      const withSpan = query.spanUnder !== undefined;
      const { splitAt } = query;
      const spans = withSpan ? { counter: counterOf(query.spanUnder), ...(splitAt && { splitAt }) } : undefined;
      const found = readSums(statements, lookup, maxRows, TIME_ROLLUPS, by, query, spans);
      const rows = found.map((row) => toTotalsRow(row, by, withSpan));
      if (rows.length > 0 || by.length > 0) return rows;
      return [{ activeMs: [0, 0, 0, 0], visits: 0, ...(withSpan && { span: null }) }];
    },
    actionTotals(query: TotalsQuery): readonly ActionTotalsRow[] {
      const by = [...new Set([...query.by, "feature", "action"] as const)];
      const rows = readSums(statements, lookup, maxRows, ACTION_ROLLUPS, by, query).map((row) => toActionRow(row, by));
      // Actions of an account as a whole are nobody's.
      return query.by.includes("user") ? rows.filter(({ user }) => user !== "") : rows;
    },
  };
}

/** First, last and number of the days of use. */
const SPAN_COLUMNS = 3;

type Writable<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/** As many as there are use one object each, and nothing else. */
function toTotalsRow(row: SumsRow, by: TotalsQuery["by"], withSpan: boolean): TotalsRow {
  const at = by.length;
  const made: Writable<TotalsRow> = {
    activeMs: [Number(row[at]), Number(row[at + 1]), Number(row[at + 2]), Number(row[at + 3])],
    visits: Number(row[at + 4]),
  };
  putKeys(made, row, by);
  if (withSpan) made.span = spanOf(row, at + TIME_COUNTERS.length);
  return made;
}

function toActionRow(row: SumsRow, by: readonly (TotalsQuery["by"][number] | "action")[]): ActionTotalsRow {
  const made: Writable<ActionTotalsRow> = { feature: "", action: "", count: Number(row[by.length]) };
  putKeys(made, row, by);
  return made;
}

function putKeys(
  made: Writable<Partial<TotalsRow & ActionTotalsRow>>,
  row: SumsRow,
  by: readonly (TotalsQuery["by"][number] | "action")[],
): void {
  for (const [index, column] of by.entries()) {
    if (column === "day") made.day = Number(row[index]);
    else made[column] = String(row[index]);
  }
}

function counterOf(idleLimitIndex: number): string {
  const counter = TIME_COUNTERS.slice(0, -1)[idleLimitIndex];
  if (counter === undefined) throw new RangeError(`there is no idle limit ${idleLimitIndex}`);
  return counter;
}

function spanOf(row: SumsRow, at: number): UseSpan | null {
  const firstDay = row[at];
  if (firstDay === null) return null;
  const span = { firstDay: Number(firstDay), lastDay: Number(row[at + 1]), activeDays: Number(row[at + 2]) };
  const splits: UseSplit[] = [];
  for (let place = at + SPAN_COLUMNS; place < row.length; place += 2) {
    splits.push({ before: dayIn(row[place]), from: dayIn(row[place + 1]) });
  }
  return splits.length === 0 ? span : Object.assign(span, { splits });
}

function dayIn(value: SumsRow[number] | undefined): WorkspaceDay | null {
  return value === null || value === undefined ? null : Number(value);
}
