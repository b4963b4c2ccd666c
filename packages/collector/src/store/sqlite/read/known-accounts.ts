import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";

/** Accounts whose integers stay known, some 100 bytes each. */
const MAX_KNOWN_ACCOUNTS = 50_000;

/**
 * Finds the integers of accounts on a connection that reads, each once, whatever is named twice or that nobody has ever heard
 * of. An integer once given stays, and who filters by a plan asks for the same thousands again and again.
 */
export function createKnownAccounts(
  database: DatabaseSync,
  maxKnown = MAX_KNOWN_ACCOUNTS,
): (keys: readonly string[]) => readonly number[] {
  const select = prepareArrays(database, "SELECT id, key FROM accounts WHERE key IN (SELECT value FROM json_each(?))");
  const read = (keys: readonly string[]): readonly (readonly [id: number, key: string])[] =>
    select.all(JSON.stringify(keys)) as never;
  const known = new Map<string, number>();
  return (keys) => {
    if (keys.length > maxKnown) return read(keys).map(([id]) => id);
    let unknown: readonly string[] = keys.filter((key) => !known.has(key));
    if (known.size + unknown.length > maxKnown) {
      known.clear();
      unknown = keys;
    }
    if (unknown.length > 0) for (const [id, key] of read(unknown)) known.set(key, id);
    const ids = new Set<number>();
    for (const key of keys) {
      const id = known.get(key);
      if (id !== undefined) ids.add(id);
    }
    return [...ids];
  };
}
