import type { DatabaseSync } from "node:sqlite";
import type { DayRange } from "../../../domain/day.ts";
import { prepareArrays } from "../database.ts";

/** What is known of all snapshots there are. */
export interface KnownSnapshots {
  readonly total: number;
  /** How many of each account, by its integer. */
  readonly ofAccounts: ReadonlyMap<number, number>;
  /** From that of the first to that of the last; null: there are none. */
  readonly days: DayRange | null;
  readonly modules: readonly string[];
  /** Who took them. */
  readonly actors: readonly string[];
}

/**
 * Tells it on a connection. A snapshot is never changed: as long as there are as many, and none was taken since, these are the
 * same, and only otherwise is each of them looked at.
 */
export function createKnownSnapshots(database: DatabaseSync): () => KnownSnapshots {
  const count = prepareArrays(database, "SELECT count(*), max(taken_at_ms) FROM module_snapshots");
  const days = prepareArrays(
    database,
    "SELECT (SELECT min(as_of_day) FROM module_snapshots), (SELECT max(as_of_day) FROM module_snapshots)",
  );
  const modules = prepareArrays(database, "SELECT DISTINCT module FROM module_snapshots");
  const actors = prepareArrays(database, "SELECT DISTINCT actor FROM module_snapshots");
  const ofAccounts = prepareArrays(database, "SELECT account, count(*) FROM module_snapshots GROUP BY account");
  const firstOf = (rows: readonly unknown[]): readonly string[] =>
    (rows as readonly (readonly [string])[]).map(([text]) => text);
  const read = (total: number): KnownSnapshots => {
    const [from, to] = days.get() as unknown as readonly [number | null, number | null];
    return {
      total,
      ofAccounts: new Map(ofAccounts.all() as unknown as readonly (readonly [number, number])[]),
      days: from === null || to === null ? null : { from, to },
      modules: firstOf(modules.all()),
      actors: firstOf(actors.all()),
    };
  };
  let known: KnownSnapshots | null = null;
  let lastTakenAtMs: number | null = null;
  return () => {
    const [total, takenAtMs] = count.get() as unknown as readonly [number, number | null];
    // One that was taken back and another one that was taken leave as many.
    if (known?.total !== total || takenAtMs !== lastTakenAtMs) known = read(total);
    lastTakenAtMs = takenAtMs;
    return known;
  };
}
