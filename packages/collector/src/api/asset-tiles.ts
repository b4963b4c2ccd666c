import { NUMBERS } from "./numbers/numbers.ts";
import type { Subject } from "./numbers/number.ts";
import { assetCourse } from "./reading/asset-course.ts";
import type { Reading } from "./reading/reading.ts";
import { tileOf, type Tile } from "./tile.ts";

/**
 * Assets and active assets of all accounts that the reading can see, against those of the day before the period began.
 * @param about null: everything that was asked for.
 */
export async function assetTiles(
  reading: Reading,
  group: Tile["group"],
  about: { readonly subject: Subject; readonly name: string } | null = null,
): Promise<readonly Tile[]> {
  const day = reading.previous()?.lastDay;
  const before = day === undefined ? undefined : (await assetCourse(reading, { from: day, to: day })).get(day);
  return Promise.all(
    (["assets", "activeAssets"] as const).map(async (number) => {
      const measured = await NUMBERS.get(number)?.measure(reading, about?.subject ?? {}, "asset");
      return tileOf(group, number, { value: measured?.value ?? null, previous: before?.[number] ?? null }, about);
    }),
  );
}
