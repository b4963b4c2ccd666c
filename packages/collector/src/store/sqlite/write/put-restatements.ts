import type { DatabaseSync } from "node:sqlite";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import type { Changes } from "./changes.ts";

/** Keeps by how much closed days have changed. */
export function createPutRestatements(database: DatabaseSync): (changes: Changes) => void {
  const grow = TIME_COUNTERS.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(", ");
  const put = database.prepare(`
    INSERT INTO restatements (day, account, found_day, ${TIME_COUNTERS.join(", ")}, late)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET ${grow}, late = max(late, excluded.late)`);
  return (changes) => {
    for (const { account, restated } of changes.members()) {
      for (const { day, foundDay, amounts, isLate } of restated ?? []) {
        put.run(day, account, foundDay, ...amounts, isLate ? 1 : 0);
      }
    }
  };
}
