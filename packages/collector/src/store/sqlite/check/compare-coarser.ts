import { prepareArrays } from "../database.ts";
import type { RollupTable } from "../rollup-tables.ts";
import { correctionsTable, createCorrections } from "./corrections.ts";
import type { RollupFamily } from "./detail-tables.ts";
import type { Findings } from "./findings.ts";
import { inPieces, inRange, type PieceReader, type Range } from "./pieces.ts";

/**
 * Compares each coarser rollup with the smallest finer one that can tell, and with its corrections: both sides of a piece
 * are of one moment, so what differs, differs.
 */
export function* compareCoarser(
  reader: PieceReader,
  { finest, coarser }: RollupFamily,
  sinceDay: number | null,
  findings: Findings,
): Generator<undefined, void> {
  const done = [finest];
  for (const rollup of coarser.toReversed()) {
    const source = done.findLast(({ keys }) => rollup.keys.every((key) => keys.includes(key))) ?? finest;
    yield* compareWith(reader, source, rollup, sinceDay, findings);
    done.push(rollup);
  }
}

function* compareWith(
  reader: PieceReader,
  source: RollupTable,
  rollup: RollupTable,
  sinceDay: number | null,
  findings: Findings,
): Generator<undefined, void> {
  const { database } = reader;
  const { name, keys, counters } = rollup;
  const corrections = createCorrections(database, rollup);
  // Both tables begin with the same columns: by these, pieces of the one are pieces of the other.
  const shared = keys.filter((key, index) => source.keys[index] === key);
  const side = (table: string, sign: "" | "-") => `
    SELECT ${keys.join(", ")}, ${counters.map((counter) => `${sign}${counter} AS ${counter}`).join(", ")}
    FROM ${table} WHERE ${inRange(shared)}`;
  const sums = counters.map((counter) => `sum(${counter})`);
  const missing = prepareArrays(
    database,
    `SELECT ${[...keys, ...sums].join(", ")}
     FROM (${[side(`main.${source.name}`, ""), side(correctionsTable(source), ""), side(`main.${name}`, "-")].join(" UNION ALL ")})
     GROUP BY ${keys.join(", ")} HAVING ${sums.map((sum) => `${sum} <> 0`).join(" OR ")}`,
  );
  const stored = prepareArrays(
    database,
    `SELECT ${counters.join(", ")} FROM main.${name} WHERE ${keys.map((key) => `${key} = ?`).join(" AND ")}`,
  );
  const compare = (range: Range): void => {
    for (const row of missing.all(...range) as unknown as readonly number[][]) {
      if (findings.isFull()) return;
      const [key, amounts] = [row.slice(0, keys.length), row.slice(keys.length)];
      corrections.add(key, amounts);
      findings.addDifference(rollup, key, (stored.get(...key) as unknown as number[] | undefined) ?? null, amounts);
    }
  };
  yield* inPieces(reader, `main.${source.name}`, shared, sinceDay, compare);
}
