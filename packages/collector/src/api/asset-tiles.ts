import type { NumberValues } from "./numbers/values.ts";
import type { KeptSums } from "./reading/kept.ts";
import { assetCourse, type AssetCounts } from "./reading/asset-course.ts";
import type { Reading } from "./reading/reading.ts";
import { tileOf, type PlainTile } from "./tile.ts";

interface AssetSource {
  readonly now: NumberValues;
  assetsBefore(): Promise<AssetCounts | null>;
}

/** Assets and active assets of all accounts that are looked at, against those of the day before the period began. */
export async function assetTiles({ now, assetsBefore: then }: AssetSource): Promise<readonly PlainTile[]> {
  const before = await then();
  return Promise.all(
    (["assets", "activeAssets"] as const).map(async (number) =>
      tileOf("metrics", number, { value: await now(number), previous: before?.[number] ?? null }),
    ),
  );
}

/** How many there were at the end of the day before the period began; null: nobody had told of any by then. */
export async function assetsBefore(reading: Reading): Promise<AssetCounts | null> {
  const day = reading.previous()?.lastDay;
  return day === undefined ? null : ((await assetCourse(reading, { from: day, to: day })).get(day) ?? null);
}

/** The same from what is kept. @param sums of the period before; null: of all time, before which there is nothing. */
export function keptAssetsBefore(sums: KeptSums | null): AssetCounts | null {
  const { assets = 0, activeAssets = 0, assetWords = 0 } = sums ?? {};
  return assetWords === 0 ? null : { assets, activeAssets };
}
