import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";
import { FIRST_NEEDED_SLOT, IS_OLD_WRITER, type WriterRange } from "../old-writers.ts";

/** How many writers are looked at together: a fraction of a millisecond. */
const WRITERS_PER_PIECE = 2_000;

/** How many of them are removed together: each has a page of an index to itself, so this is some milliseconds. */
const REMOVED_TOGETHER = 100;

/** How long it is looked before others are answered, ms. */
const LOOK_MS = 2;

/** What was found of writers that nobody needs any more. */
export interface OldWriters {
  /** There are some among these; null: there were none so far. */
  readonly range: WriterRange | null;
  /** Behind which writer to go on; null: there are no more. */
  readonly next: number | null;
}

/**
 * Looks for writers that nobody needs any more, behind one of them: in the order in which they are stored, so that the path
 * of every cell pays for no index.
 */
export function createFindOldWriters(database: DatabaseSync) {
  const firstNeededSlot = prepareArrays(database, FIRST_NEEDED_SLOT);
  const some = `(SELECT id, last_slot, voided FROM writers WHERE id > :after ORDER BY id LIMIT ${WRITERS_PER_PIECE})`;
  const piece = prepareArrays(database, `SELECT max(id), count(*) FILTER (WHERE ${IS_OLD_WRITER}) FROM ${some}`);
  const firstOnes = prepareArrays(
    database,
    `SELECT max(id) FROM (SELECT id FROM ${some} WHERE ${IS_OLD_WRITER} ORDER BY id LIMIT ${REMOVED_TOGETHER})`,
  );
  return (after: number): OldWriters => {
    const [end] = firstNeededSlot.get() as unknown as readonly [number];
    const startedAtMs = performance.now();
    let next = after;
    do {
      const [last, olds] = piece.get({ after: next, end }) as unknown as readonly [number | null, number];
      if (last === null) return { range: null, next: null };
      if (olds > 0) {
        const [lastOld] = firstOnes.get({ after: next, end }) as unknown as readonly [number];
        return { range: { after: next, last: lastOld }, next: lastOld };
      }
      next = last;
    } while (performance.now() - startedAtMs < LOOK_MS);
    return { range: null, next };
  };
}
