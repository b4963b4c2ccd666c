import type { DatabaseSync } from "node:sqlite";
import { readPragma } from "../database.ts";

/**
 * Writes the schema's version again. It changes nothing, but SQLite writes and syncs its page all the same, as no update of
 * a row to the same value would: a disk that is full says so.
 */
export function createProbe(database: DatabaseSync) {
  return (): void => database.exec(`PRAGMA user_version = ${readPragma(database, "user_version")}`);
}
