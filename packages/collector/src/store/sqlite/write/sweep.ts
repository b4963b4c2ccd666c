/** A step of work that goes through rows in the order of their keys. */
export interface SweepInput<Cursor> {
  /** What the step before has returned; null: from the start. */
  readonly cursor: Cursor | null;
}

/** Where a step has come to. Null: to the end. Whoever asked keeps it, since a step counts only once it is committed. */
export type SweepResult<Cursor> = Cursor | null;

/** A transaction of this length, and the sync that follows, is what browsers may have to wait for. */
const STEP_MS = 40;

/**
 * Goes on from a cursor, piece by piece, until the end or until the step has taken long enough.
 * @param piece does a few milliseconds of work from a cursor on, and returns where the next begins; null: nowhere.
 */
export function sweep<Cursor>(start: Cursor, piece: (cursor: Cursor) => Cursor | null): SweepResult<Cursor> {
  const startedAtMs = performance.now();
  let cursor: Cursor | null = start;
  do {
    cursor = piece(cursor);
  } while (cursor !== null && performance.now() - startedAtMs < STEP_MS);
  return cursor;
}
