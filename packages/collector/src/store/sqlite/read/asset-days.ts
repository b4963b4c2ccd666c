import type { DatabaseSync } from "node:sqlite";
import type { DayRange } from "../../../domain/day.ts";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { AssetDayRow, AssetTypeDayRow } from "../../pushed.ts";
import { groupBy } from "../../../domain/group-by.ts";
import type { LatelyRule } from "../../assets-question.ts";
import { rowsOfAccounts } from "./asked-accounts.ts";
import { createIdleDays, type IdleDay } from "./idle-assets.ts";
import { createStatements } from "./statements.ts";

/** Which counts to draw. */
export interface AssetDaysQuestion {
  /** Null: all there are. */
  readonly accounts: readonly number[] | null;
  /** Null: all time. */
  readonly days: DayRange | null;
  readonly type: string | null;
  readonly calendar: WorkspaceCalendar;
  /** Whether each account has its own rows. */
  readonly byAccount: boolean;
  /** Of which types an asset has to have run within how many days to be active. */
  readonly withinDays: LatelyRule["withinDays"];
}

interface ChangeRow {
  /** Absent: of all together. */
  readonly account?: string;
  readonly type: string;
  readonly slot: number;
  readonly assets: number;
  readonly activeAssets: number;
}

type DayRow = AssetDayRow | AssetTypeDayRow;

/** Answers how many assets there were, from the changes: what was before the period as one sum, then slot by slot. */
export function createAssetDays(database: DatabaseSync) {
  const statements = createStatements(database, "objects");
  const idleDays = createIdleDays(database);
  return ({ accounts, days, type, calendar, byAccount, withinDays }: AssetDaysQuestion): readonly DayRow[] => {
    const rows = statements(changesSql(accounts !== null, byAccount)).all({
      accounts: accounts === null ? null : JSON.stringify(accounts),
      type,
      first: days === null ? 0 : calendar.firstSlotOf(days.from),
      end: days === null ? Number.MAX_SAFE_INTEGER : calendar.firstSlotOf(days.to + 1),
    });
    const configured = daysOfChanges(rows as unknown as readonly ChangeRow[], calendar);
    const rules = type === null ? withinDays : pickType(withinDays, type);
    if (Object.keys(rules).length === 0) return configured;
    const idle = idleDays({ accounts, days, withinDays: rules, calendar });
    return lessIdle(configured, idle, { days, byAccount });
  };
}

function pickType(withinDays: LatelyRule["withinDays"], type: string): LatelyRule["withinDays"] {
  const own = withinDays[type];
  return own === undefined ? {} : { [type]: own };
}

/** Takes those out of the active ones that are idle; a day on which only that changes has a row of its own. */
function lessIdle(
  rows: readonly DayRow[],
  idle: readonly IdleDay[],
  { days, byAccount }: Pick<AssetDaysQuestion, "days" | "byAccount">,
): readonly DayRow[] {
  const keyOf = (row: { readonly account?: string; readonly type: string }): string =>
    byAccount ? `${row.account}\n${row.type}` : row.type;
  const changesOf = new Map<string, Map<number, number>>();
  for (const change of idle) {
    if (days !== null && change.day > days.to) continue;
    const day = days === null ? change.day : Math.max(change.day, days.from - 1);
    const own = changesOf.get(keyOf(change)) ?? new Map<number, number>();
    changesOf.set(keyOf(change), own.set(day, (own.get(day) ?? 0) + change.change));
  }
  return [...groupBy(rows, keyOf)].flatMap(([key, own]) => {
    const changes = changesOf.get(key);
    if (changes === undefined) return own;
    const configuredOn = new Map(own.map((row) => [row.day, row]));
    const told: DayRow[] = [];
    let [latest, idleNow]: [DayRow | undefined, number] = [undefined, 0];
    for (const day of [...new Set([...configuredOn.keys(), ...changes.keys()])].toSorted((one, other) => one - other)) {
      latest = configuredOn.get(day) ?? latest;
      idleNow += changes.get(day) ?? 0;
      if (latest !== undefined) told.push({ ...latest, day, activeAssets: latest.activeAssets - idleNow });
    }
    return told;
  });
}

/** By account, if asked for, and type, slots ascending. */
function changesSql(someAccounts: boolean, byAccount: boolean): string {
  const keys = [...(byAccount ? ["changes.account"] : []), "changes.type", "max(changes.slot, :first - 1)"].join(", ");
  return `
    SELECT ${byAccount ? "accounts.key AS account," : ""} changes.type, max(changes.slot, :first - 1) AS slot,
      sum(changes.assets) AS assets, sum(changes.active_assets) AS activeAssets
    FROM ${rowsOfAccounts("asset_changes", someAccounts, "changes")}
      ${byAccount ? "JOIN accounts ON accounts.id = changes.account" : ""}
    WHERE changes.slot < :end AND (:type IS NULL OR changes.type = :type)
    GROUP BY ${keys}
    HAVING sum(changes.assets) <> 0 OR sum(changes.active_assets) <> 0 OR max(changes.slot) < :first
    ORDER BY ${keys}`;
}

/** @param changes in the order of {@link changesSql}. */
function daysOfChanges(changes: readonly ChangeRow[], calendar: WorkspaceCalendar): readonly DayRow[] {
  const rows: DayRow[] = [];
  let last: (DayRow & Pick<ChangeRow, "account">) | undefined;
  for (const { account, type, slot, assets, activeAssets } of changes) {
    const day = calendar.dayOfSlot(slot);
    const before = last?.account === account && last?.type === type ? last : undefined;
    const next = {
      ...(account !== undefined && { account }),
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
