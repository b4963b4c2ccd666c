import type { DatabaseSync } from "node:sqlite";
import { inTransaction, prepareArrays } from "../database.ts";

/** How long one piece should take: half of what a read may last that others must not notice. */
const PIECE_MS = 100;

/** What every key of the tables lies between. */
const [LOWEST, HIGHEST] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** A connection, and how much it reads at once. */
export interface PieceReader {
  readonly database: DatabaseSync;
  /** Milliseconds since whenever; only differences count. */
  readonly elapsedMs: () => number;
  /** Rows of the first piece of each table; the next ones follow from how long it took. */
  readonly firstPieceRows: number;
}

/** Keys above the first and up to the second, as the parameters of {@link inRange}. */
export type Range = readonly number[];

/**
 * Walks a table along its key, piece by piece, each in a read transaction of its own, so that the write-ahead log can be
 * checkpointed in between. Yields after each. The pieces leave no key out: what the table lacks may be looked for in them.
 * @param table the table, with `main.` or `temp.` before its name.
 * @param keys the first columns of its primary key, integers; rows that share them are never torn apart.
 * @param since the least value of the first of them; null: all.
 */
export function* inPieces(
  { database, elapsedMs, firstPieceRows }: PieceReader,
  table: string,
  keys: readonly string[],
  since: number | null,
  work: (range: Range) => void,
): Generator<undefined, void> {
  const columns = keys.join(", ");
  const end = prepareArrays(
    database,
    `SELECT ${columns} FROM ${table} WHERE (${columns}) > (${keys.map(() => "?").join(", ")})
     ORDER BY ${columns} LIMIT 1 OFFSET ?`,
  );
  let rows = firstPieceRows;
  let after: readonly number[] | null =
    since === null ? keys.map(() => LOWEST) : keys.map((_, index) => (index === 0 ? since - 1 : HIGHEST));
  while (after !== null) {
    const from: readonly number[] = after;
    const startedMs = elapsedMs();
    after = inTransaction(database, "DEFERRED", () => {
      const last = end.get(...from, rows - 1) as unknown as readonly number[] | undefined;
      work([...from, ...(last ?? keys.map(() => HIGHEST))]);
      return last ?? null;
    });
    const tookMs = Math.max(elapsedMs() - startedMs, 1);
    rows = Math.max(1, Math.round(rows * Math.min(2, PIECE_MS / tookMs)));
    yield;
  }
}

/** The condition that a row's key is in a range, whose values are the statement's first parameters. */
export function inRange(keys: readonly string[]): string {
  const parameters = (first: number) => keys.map((_, index) => `?${first + index}`).join(", ");
  const columns = keys.join(", ");
  return `(${columns}) > (${parameters(1)}) AND (${columns}) <= (${parameters(keys.length + 1)})`;
}
