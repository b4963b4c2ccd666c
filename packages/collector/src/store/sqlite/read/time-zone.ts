import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";

/** Answers in which zone the workspace's days are kept now; another process may change it. */
export function createTimeZone(database: DatabaseSync) {
  const select = prepareArrays(database, "SELECT time_zone FROM workspace");
  return (): string => (select.get() as unknown as readonly [string])[0];
}
