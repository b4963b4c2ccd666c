import { NUMBERS } from "./numbers/numbers.ts";
import { assetCourse, type AssetCounts } from "./reading/asset-course.ts";
import type { Reading } from "./reading/reading.ts";
import { tileOf, type Tile } from "./tile.ts";

/** Assets and active assets of all accounts that the reading can see, against those of the day before the period began. */
export async function assetTiles(reading: Reading): Promise<readonly Tile[]> {
  const before = await assetsBefore(reading);
  return Promise.all(
    (["assets", "activeAssets"] as const).map(async (number) => {
      const measured = await NUMBERS.get(number)?.measure(reading, {}, "asset");
      return tileOf("metrics", number, { value: measured?.value ?? null, previous: before?.[number] ?? null });
    }),
  );
}

/** How many there were at the end of the day before the period began; null: nobody had told of any by then. */
export async function assetsBefore(reading: Reading): Promise<AssetCounts | null> {
  const day = reading.previous()?.lastDay;
  return day === undefined ? null : ((await assetCourse(reading, { from: day, to: day })).get(day) ?? null);
}
