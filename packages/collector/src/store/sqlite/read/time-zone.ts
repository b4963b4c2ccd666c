import type { DatabaseSync } from "node:sqlite";

/** Answers in which zone the workspace's days are kept now; another process may change it. */
export function createTimeZone(database: DatabaseSync) {
  const select = database.prepare("SELECT time_zone FROM workspace");
  return (): string => String(select.get()?.["time_zone"]);
}
