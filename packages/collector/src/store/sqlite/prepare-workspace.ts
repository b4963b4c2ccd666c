import type { DatabaseSync } from "node:sqlite";
import { slotOf } from "@uptake/tracker/protocol";
import { LATE_WINDOW_SLOTS } from "../../domain/late-window.ts";
import { inTransaction } from "./database.ts";
import type { ThreadStart } from "./thread-messages.ts";

/** The zone of a fresh file for which nobody names one. */
const DEFAULT_TIME_ZONE = "UTC";

/**
 * Makes the workspace of a fresh file. Where the file is kept in another time zone, that one stays in force until
 * everything is counted in the new one, unless nothing has happened yet; the zone in force ends such a change.
 */
export function prepareWorkspace(database: DatabaseSync, { timeZone, openedAtMs }: ThreadStart): void {
  inTransaction(database, "IMMEDIATE", () => {
    database
      .prepare("INSERT OR IGNORE INTO workspace (id, time_zone, watermark_slot) VALUES (1, ?, ?)")
      .run(timeZone ?? DEFAULT_TIME_ZONE, slotOf(openedAtMs) - LATE_WINDOW_SLOTS);
    if (timeZone === null) return;
    const isEmpty = database
      .prepare(
        `SELECT NOT EXISTS (SELECT 1 FROM cells) AND NOT EXISTS (SELECT 1 FROM base)
           AND NOT EXISTS (SELECT 1 FROM base_actions) AS isEmpty`,
      )
      .get();
    if (isEmpty?.["isEmpty"] === 1) database.prepare("UPDATE workspace SET time_zone = ?").run(timeZone);
    // Without a slot, whatever was counted so far in whichever zone is thrown away.
    database
      .prepare(
        `UPDATE workspace SET next_time_zone = nullif(?1, time_zone), next_slot = NULL
         WHERE next_time_zone IS NOT nullif(?1, time_zone)`,
      )
      .run(timeZone);
  });
}
