import type { ActiveMs } from "@uptake/tracker/protocol";
import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import type { WriteContext } from "./write-context.ts";

/** A cell's key in integers. */
export interface CellKey {
  readonly slot: number;
  readonly account: number;
  readonly user: number;
  readonly writer: number;
  readonly feature: number;
}

/** A cell's counters. */
export interface Counters {
  readonly activeMs: ActiveMs;
  readonly visits: number;
  readonly actions: Readonly<Record<string, number>>;
}

const KEY = "slot = ? AND writer = ? AND feature = ?";

/** Merges one cell by the maximum of each counter and notes by how much it grew. */
export function createMergeCell(context: WriteContext) {
  const { database, ids } = context;
  const columns = TIME_COUNTERS.join(", ");
  const select = prepareArrays(database, `SELECT ${columns} FROM cells WHERE ${KEY}`);
  const insert = database.prepare(
    `INSERT INTO cells (slot, writer, feature, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `UPDATE cells SET ${TIME_COUNTERS.map((counter) => `${counter} = ?`).join(", ")} WHERE ${KEY}`,
  );
  const selectAction = prepareArrays(database, `SELECT count FROM cell_actions WHERE ${KEY} AND action = ?`);
  const putAction = database.prepare(
    `INSERT INTO cell_actions (slot, writer, feature, action, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = excluded.count`,
  );

  return (cell: CellKey, { activeMs, visits, actions }: Counters): void => {
    const { slot, account, user, writer, feature } = cell;
    const day = context.workspace.calendar.dayOfSlot(slot);
    const sent = [...activeMs, visits];
    const stored = select.get(slot, writer, feature) as unknown as readonly number[] | undefined;
    if (stored === undefined) {
      insert.run(slot, writer, feature, ...sent);
      context.changes.addTime({ day, account, user, feature }, sent);
    } else if (sent.some((counter, index) => counter > (stored[index] ?? 0))) {
      const merged = sent.map((counter, index) => Math.max(counter, stored[index] ?? 0));
      update.run(...merged, slot, writer, feature);
      const grown = merged.map((counter, index) => counter - (stored[index] ?? 0));
      context.changes.addTime({ day, account, user, feature }, grown);
    }
    for (const [name, count] of Object.entries(actions)) {
      const action = ids.actions.intern(name);
      const known = selectAction.get(slot, writer, feature, action) as unknown as readonly [number] | undefined;
      const grown = count - (known?.[0] ?? 0);
      if (grown <= 0) continue;
      putAction.run(slot, writer, feature, action, count);
      context.changes.addAction({ day, account, user, feature, action }, grown);
    }
  };
}
