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
 * How many assets there were at the end of each day of a range, from the first of which anybody has told on.
 * @param isCounted whether a type counts; all do unless said.
 */
export async function assetCourse(
  reading: Reading,
  days: DayRange,
  isCounted: (type: string) => boolean = () => true,
): Promise<ReadonlyMap<WorkspaceDay, AssetCounts>> {
  const rows = (await reading.pushed("assetTypeDays", days)).filter(({ type }) => isCounted(type));
  const course = new Map<WorkspaceDay, AssetCounts>();
  const sorted = rows.toSorted((one, other) => one.day - other.day);
  const latest = new Map<string, AssetTypeDayRow>();
  let next = 0;
  for (const day of daysIn(days)) {
    for (let row = sorted[next]; row !== undefined && row.day <= day; row = sorted[++next]) {
      latest.set(row.type, row);
    }
    if (latest.size > 0) course.set(day, sumOf(latest.values()));
  }
  return course;
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
