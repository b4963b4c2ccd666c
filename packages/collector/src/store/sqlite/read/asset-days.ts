import type { DatabaseSync } from "node:sqlite";
import type { DayRange } from "../../../domain/day.ts";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { AssetDayRow } from "../../pushed.ts";

/** Which counts to draw. */
export interface AssetDaysQuestion {
  /** Null: all there are. */
  readonly accounts: readonly number[] | null;
  /** Null: all time. */
  readonly days: DayRange | null;
  readonly type: string | null;
  readonly calendar: WorkspaceCalendar;
}

interface ChangeRow {
  readonly account: string;
  readonly type: string;
  readonly slot: number;
  readonly assets: number;
  readonly activeAssets: number;
}

/** Answers how many assets there were, from the changes: what was before the period as one sum, then slot by slot. */
export function createAssetDays(database: DatabaseSync) {
  return ({ accounts, days, type, calendar }: AssetDaysQuestion): readonly AssetDayRow[] => {
    const from =
      accounts === null
        ? "asset_changes AS t"
        : "json_each(:accounts) AS asked CROSS JOIN asset_changes AS t ON t.account = asked.value";
    const statement = database.prepare(`
      SELECT accounts.key AS account, t.type, max(t.slot, :first - 1) AS slot, sum(t.assets) AS assets,
        sum(t.active_assets) AS activeAssets
      FROM ${from} JOIN accounts ON accounts.id = t.account
      WHERE t.slot < :end AND (:type IS NULL OR t.type = :type)
      GROUP BY t.account, t.type, 3
      HAVING sum(t.assets) <> 0 OR sum(t.active_assets) <> 0 ORDER BY t.account, t.type, 3`);
    statement.setAllowUnknownNamedParameters(true);
    const rows = statement.all({
      accounts: accounts === null ? null : JSON.stringify(accounts),
      type,
      first: days === null ? 0 : calendar.firstSlotOf(days.from),
      end: days === null ? Number.MAX_SAFE_INTEGER : calendar.firstSlotOf(days.to + 1),
    });
    return daysOfChanges(rows as unknown as readonly ChangeRow[], calendar);
  };
}

/** @param changes by account and type, slots ascending. */
function daysOfChanges(changes: readonly ChangeRow[], calendar: WorkspaceCalendar): readonly AssetDayRow[] {
  const rows: AssetDayRow[] = [];
  let last: AssetDayRow | undefined;
  for (const { account, type, slot, assets, activeAssets } of changes) {
    const day = calendar.dayOfSlot(slot);
    const before = last?.account === account && last.type === type ? last : undefined;
    const next: AssetDayRow = {
      account,
      type,
      day,
      assets: (before?.assets ?? 0) + assets,
      activeAssets: (before?.activeAssets ?? 0) + activeAssets,
    };
    // The end of a day is what its last slot leaves.
    if (before?.day === day) rows.pop();
    rows.push(next);
    last = next;
  }
  return rows;
}
