import type { DatabaseSync } from "node:sqlite";
import { slotOf } from "@uptake/tracker/protocol";
import { LATE_WINDOW_SLOTS } from "../../domain/late-window.ts";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import { inTransaction } from "./database.ts";
import {
  ACTION_DETAIL,
  ACTION_ROLLUPS,
  recomputedRollup,
  TIME_DETAIL,
  TIME_ROLLUPS,
  type RollupTable,
} from "./rollup-tables.ts";
import type { ThreadStart } from "./thread-messages.ts";

/** The zone of a fresh file for which nobody names one. */
const DEFAULT_TIME_ZONE = "UTC";

/** Makes the workspace of a fresh file; where the file was kept in another time zone, its days are counted anew. */
export function prepareWorkspace(database: DatabaseSync, { timeZone, openedAtMs }: ThreadStart): void {
  inTransaction(database, "IMMEDIATE", () => {
    database
      .prepare("INSERT OR IGNORE INTO workspace (id, time_zone, watermark_slot) VALUES (1, ?, ?)")
      .run(timeZone ?? DEFAULT_TIME_ZONE, slotOf(openedAtMs) - LATE_WINDOW_SLOTS);
    if (timeZone === null) return;
    const { changes } = database
      .prepare("UPDATE workspace SET time_zone = ? WHERE time_zone <> ?")
      .run(timeZone, timeZone);
    if (changes === 0) return;
    const { dayOfSlot } = createWorkspaceCalendar(timeZone);
    database.function("workspace_day", { deterministic: true }, (slot) => dayOfSlot(Number(slot)));
    rebuild(database, TIME_ROLLUPS, TIME_DETAIL);
    rebuild(database, ACTION_ROLLUPS, ACTION_DETAIL);
    // Counted by days of the old zone; at worst a few more new users are let in today.
    database.exec("DELETE FROM new_members");
  });
}

/** The finest from the detail, the others from the finest. */
function rebuild(database: DatabaseSync, rollups: readonly RollupTable[], detail: string): void {
  const finest = rollups.at(-1);
  for (const rollup of rollups.toReversed()) {
    const from = rollup === finest || finest === undefined ? `(${detail})` : finest.name;
    database.exec(`DELETE FROM ${rollup.name}; INSERT INTO ${rollup.name} ${recomputedRollup(rollup, from)}`);
  }
}
