import type { ActiveMs } from "@uptake/tracker/protocol";
import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange } from "../domain/day.ts";

/** Which cells of one account to list. */
export interface CellsQuery {
  readonly scope: AccountScope;
  readonly account: string;
  readonly user?: string;
  readonly feature?: string;
  /** Absent: all time. */
  readonly days?: DayRange;
  readonly limit: number;
  readonly offset: number;
}

/** Some of the cells, and what all of them come to. */
export interface CellsPage {
  /** Cells and base rows, before `limit` and `offset`. */
  readonly total: number;
  /** The sum over all of them, not only the ones listed. */
  readonly activeMs: ActiveMs;
  readonly visits: number;
  readonly rows: readonly CellRow[];
}

/** What one document load, or one source of history, counted in one slot. */
export interface CellRow {
  /** Empty: the account as a whole, of which the host's server told actions. */
  readonly user: string;
  readonly feature: string;
  readonly slot: number;
  /** Null: its writer is forgotten since the slot is older than the late window, or it is history. */
  readonly writer: string | null;
  /** Who told it: empty for browsers. */
  readonly source: string;
  readonly activeMs: ActiveMs;
  readonly visits: number;
  readonly actions: Readonly<Record<string, number>>;
}
