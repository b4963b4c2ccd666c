import type { Subject } from "./numbers/number.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { comparablePrevious } from "./reading/known-since.ts";
import type { Reading } from "./reading/reading.ts";
import { tileOf, type PlainTile } from "./tile.ts";

/** The metrics of one account or person, each with its change against the period before. */
export async function metricTiles(
  reading: Reading,
  numbers: readonly string[],
  about: { readonly subject: Subject; readonly name: string },
): Promise<readonly PlainTile[]> {
  const previous = await comparablePrevious(reading);
  const measure = async (of: Reading, id: string): Promise<number | null> =>
    (await NUMBERS.get(id)?.measure(of, about.subject, "day"))?.value ?? null;
  return Promise.all(
    numbers.map(async (number) => {
      const [value, before] = await Promise.all([measure(reading, number), previous && measure(previous, number)]);
      return tileOf("metrics", number, { value, previous: before }, about);
    }),
  );
}
