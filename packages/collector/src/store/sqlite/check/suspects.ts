import type { RollupFamily } from "./detail-tables.ts";
import { inPieces, inRange, type PieceReader } from "./pieces.ts";
import { recountedTable } from "./recount.ts";

/** Days of members that seem to differ; the columns of its primary key. */
export const SUSPECT_KEYS = ["day", "account", "user"] as const;

/** Makes the temporary table of suspects. */
export const CREATE_SUSPECTS = `
  CREATE TEMP TABLE suspects (
    day INTEGER NOT NULL, account INTEGER NOT NULL, user INTEGER NOT NULL, PRIMARY KEY (day, account, user)
  ) WITHOUT ROWID`;

/** Notes the member's days on which the finest rollup and what was recounted seem to differ, one pass from each side. */
export function* findSuspects(
  reader: PieceReader,
  family: RollupFamily,
  sinceDay: number | null,
): Generator<undefined, void> {
  const { name, keys, counters } = family.finest;
  const recounted = recountedTable(family);
  const something = counters.map((counter) => `stored.${counter} <> 0`).join(" OR ");
  const different = counters.map((counter) => `stored.${counter} IS NOT recounted.${counter}`).join(" OR ");
  const using = `USING (${keys.join(", ")})`;
  const note = (side: "stored" | "recounted", tables: string, condition: string) =>
    reader.database.prepare(`
      INSERT OR IGNORE INTO temp.suspects
      SELECT DISTINCT ${SUSPECT_KEYS.map((key) => `${side}.${key}`).join(", ")} FROM ${tables} ${using}
      WHERE ${inRange(keys.map((key) => `${side}.${key}`))} AND ${condition}`);
  const tooMuch = note(
    "stored",
    `main.${name} AS stored LEFT JOIN ${recounted} AS recounted`,
    `(${something}) AND (${different})`,
  );
  yield* inPieces(reader, `main.${name}`, keys, sinceDay, (range) => tooMuch.run(...range));
  const tooLittle = note(
    "recounted",
    `${recounted} AS recounted LEFT JOIN main.${name} AS stored`,
    `stored.${counters[0]} IS NULL`,
  );
  yield* inPieces(reader, recounted, keys, null, (range) => tooLittle.run(...range));
}
