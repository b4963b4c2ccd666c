import { ALL_ACCOUNTS } from "../../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import { daysIn } from "../../domain/period/day-range.ts";
import type { AssetDayRow, AssetTypeDayRow } from "../../store/pushed.ts";
import type { Reading } from "./reading.ts";

/** How many assets there were at the end of a day. */
export interface AssetCounts {
  readonly assets: number;
  readonly activeAssets: number;
}

/**
 * How many assets there were at the end of each day of a range. Days before the host has told of any asset of the workspace
 * aren't in it: nothing is known of them. From then on what nobody has told of isn't there, and that is 0.
 * @param isCounted whether a type counts; all do unless said.
 */
export async function assetCourse(
  reading: Reading,
  days: DayRange,
  isCounted: (type: string) => boolean = () => true,
): Promise<ReadonlyMap<WorkspaceDay, AssetCounts>> {
  const all = await reading.pushed("assetTypeDays", days);
  // Where these alone were told of before, everybody needn't be looked through.
  const isToldBefore = all.some(({ day }) => day <= days.from);
  const since = isToldBefore ? days.from : await toldSince(reading, days);
  const rows = all.filter(({ type }) => isCounted(type));
  const course = new Map<WorkspaceDay, AssetCounts>();
  const sorted = rows.toSorted((one, other) => one.day - other.day);
  const latest = new Map<string, AssetTypeDayRow>();
  let next = 0;
  for (const day of daysIn(days)) {
    for (let row = sorted[next]; row !== undefined && row.day <= day; row = sorted[++next]) {
      latest.set(row.type, row);
    }
    if (since !== null && day >= since) course.set(day, sumOf(latest.values()));
  }
  return course;
}

/** The first day of a range on which the host had told of any asset, whosever it is; null: it had on none. */
async function toldSince(reading: Reading, days: DayRange): Promise<WorkspaceDay | null> {
  const ofAll =
    reading.scope.kind === "all"
      ? await reading.pushed("assetTypeDays", days)
      : await reading.facts.pushed({ kind: "assetTypeDays", scope: ALL_ACCOUNTS, days: reading.within(days) });
  // What was before the range is told as of the day before it.
  const first = ofAll.reduce<WorkspaceDay | null>((found, { day }) => Math.min(found ?? day, day), null);
  return first === null ? null : Math.max(first, days.from);
}

/** How many assets each account had of each type at the end of a day, of which anybody had told by then. */
export async function assetsAt(reading: Reading, day: WorkspaceDay): Promise<readonly AssetDayRow[]> {
  // What was before the day is told as of the day before; what the day itself left comes after it.
  const rows = await reading.pushed("assetDays", { from: day, to: day });
  return [...new Map(rows.map((row) => [`${row.account}\n${row.type}`, row])).values()];
}

function sumOf(rows: Iterable<AssetCounts>): AssetCounts {
  let [assets, activeAssets] = [0, 0];
  for (const row of rows) {
    assets += row.assets;
    activeAssets += row.activeAssets;
  }
  return { assets, activeAssets };
}
