import { recomputedRollup } from "../rollup-tables.ts";
import type { RollupFamily } from "./detail-tables.ts";
import { inPieces, inRange, type PieceReader } from "./pieces.ts";

/** The temporary table that {@link recount} fills. */
export function recountedTable({ finest }: RollupFamily): string {
  return `temp.recounted_${finest.name}`;
}

/**
 * Sums the detail up into a temporary table like the finest rollup. Its pieces are of different moments: what was written
 * or folded in between may be in it twice or not at all. Needs the SQL function `workspace_day`.
 * @param sinceSlot the first slot to count, in cells only: whoever asks for late days finds base in them when they are
 *   counted again. Null: all.
 */
export function* recount(
  reader: PieceReader,
  family: RollupFamily,
  sinceSlot: number | null,
): Generator<undefined, void> {
  const { database } = reader;
  const { finest, details } = family;
  const { keys, counters } = finest;
  const columns = [...keys, ...counters];
  const definition = columns.map((column) => `${column} INTEGER NOT NULL`).join(", ");
  const table = recountedTable(family);
  database.exec(`
    CREATE TEMP TABLE parts (${definition});
    CREATE TABLE ${table} (${definition}, PRIMARY KEY (${keys.join(", ")})) WITHOUT ROWID`);
  for (const { name, keys: detailKeys, from } of details) {
    if (sinceSlot !== null && detailKeys[0] !== "slot") continue;
    const detail = keys.map((key) => (key === "day" ? "workspace_day(slot) AS day" : key));
    const range = inRange(detailKeys.map((key) => `${name}.${key}`));
    const add = database.prepare(`
      INSERT INTO temp.parts
      ${recomputedRollup(finest, `(SELECT ${[...detail, ...counters].join(", ")} FROM ${from} WHERE ${range})`)}`);
    yield* inPieces(reader, `main.${name}`, detailKeys, sinceSlot, (piece) => add.run(...piece));
  }
  // Reads temporary tables only: however long it takes, nobody waits for it.
  database.exec(`INSERT INTO ${table} ${recomputedRollup(finest, "temp.parts")}; DROP TABLE temp.parts`);
}
