import { MAX_ACTIONS_PER_SLOT, type ActiveMs } from "@uptake/tracker/protocol";
import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { difference, type Amounts, type MemberChanges } from "./changes.ts";
import { createNoteChange } from "./note-change.ts";
import { TIME } from "./remembered-cells.ts";
import type { WriteContext } from "./write-context.ts";
import type { KnownWriter } from "./writers.ts";

/** Which of a writer's cells. */
export interface CellKey {
  readonly feature: number;
  readonly slot: number;
}

/** A cell's counters. */
export interface Counters {
  readonly activeMs: ActiveMs;
  readonly visits: number;
  readonly actions: Readonly<Record<string, number>>;
}

const KEY = "slot = ? AND writer = ? AND feature = ?";

/** Merges one cell by the maximum of each counter and notes by how much it grew. */
export interface MergeCell {
  (changes: MemberChanges, writer: KnownWriter, key: CellKey, counters: Counters): void;
  /** Whether the cell may have these actions beside those that it has: no number of messages gives it more than one may. */
  hasRoomFor(actions: Counters["actions"], writer: KnownWriter, key: CellKey): boolean;
}

/** Prepares it on a connection. */
export function createMergeCell(context: WriteContext): MergeCell {
  const { database, ids } = context;
  const { cells } = ids;
  const note = createNoteChange(context);
  const select = prepareArrays(database, `SELECT ${TIME_COUNTERS.join(", ")} FROM cells WHERE ${KEY}`);
  const insert = database.prepare(
    `INSERT INTO cells (slot, writer, feature, ${TIME_COUNTERS.join(", ")}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `UPDATE cells SET ${TIME_COUNTERS.map((counter) => `${counter} = ?`).join(", ")} WHERE ${KEY}`,
  );
  const selectAction = prepareArrays(database, `SELECT count FROM cell_actions WHERE ${KEY} AND action = ?`);
  const countActions = prepareArrays(database, `SELECT COUNT(*) FROM cell_actions WHERE ${KEY}`);
  const putAction = database.prepare(
    `INSERT INTO cell_actions (slot, writer, feature, action, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = excluded.count`,
  );

  /** The remembered row of the cell's counters; -1: it isn't stored. */
  const recall = ({ id, madeAt }: KnownWriter, { slot, feature }: CellKey): number => {
    const row = cells.find(id, slot, feature, TIME);
    // A writer that was made a moment ago has no other cells than those that it was given here.
    if (row !== -1 || cells.hasAllSince(madeAt)) return row;
    const amounts = select.get(slot, id, feature) as unknown as Amounts | undefined;
    return amounts === undefined ? -1 : cells.put(id, slot, feature, TIME, amounts);
  };
  /** The remembered row of an action's count; -1: none is stored. */
  const recallAction = ({ id, madeAt }: KnownWriter, { slot, feature }: CellKey, action: number): number => {
    const row = cells.find(id, slot, feature, action);
    if (row !== -1 || cells.hasAllSince(madeAt)) return row;
    const [count] = (selectAction.get(slot, id, feature, action) ?? []) as unknown as readonly [number?];
    return count === undefined ? -1 : cells.put(id, slot, feature, action, amountsOfAction(count));
  };
  const mergeAction = (
    changes: MemberChanges,
    writer: KnownWriter,
    key: CellKey,
    action: number,
    count: number,
  ): void => {
    const { slot, feature } = key;
    const row = recallAction(writer, key, action);
    const grown = count - (row === -1 ? 0 : cells.amounts(row)[0]);
    if (grown <= 0) return;
    putAction.run(slot, writer.id, feature, action, count);
    if (row === -1) cells.put(writer.id, slot, feature, action, amountsOfAction(count));
    else cells.replace(row, amountsOfAction(count));
    note.cellAction(changes, writer.id, slot, feature, action, grown);
  };

  const hasRoomFor = (actions: Counters["actions"], writer: KnownWriter, key: CellKey): boolean => {
    let added = 0;
    for (const name in actions) {
      const action = ids.actions.find(name);
      if (action === undefined || recallAction(writer, key, action) === -1) added += 1;
    }
    // Most actions are known, or come with a cell that is new.
    if (added === 0 || recall(writer, key) === -1) return added <= MAX_ACTIONS_PER_SLOT;
    const [stored] = countActions.get(key.slot, writer.id, key.feature) as unknown as readonly [number];
    return stored + added <= MAX_ACTIONS_PER_SLOT;
  };
  const mergeCell = (
    changes: MemberChanges,
    writer: KnownWriter,
    key: CellKey,
    { activeMs, visits, actions }: Counters,
  ): void => {
    const { slot, feature } = key;
    const sent: Amounts = [activeMs[0], activeMs[1], activeMs[2], activeMs[3], visits];
    const row = recall(writer, key);
    if (row === -1) {
      insert.run(slot, writer.id, feature, sent[0], sent[1], sent[2], sent[3], sent[4]);
      cells.put(writer.id, slot, feature, TIME, sent);
      note.cellTime(changes, writer.id, slot, feature, sent);
    } else {
      const stored = cells.amounts(row);
      const merged = maximum(stored, sent);
      const grown = difference(merged, stored);
      if (grown.some((amount) => amount > 0)) {
        update.run(merged[0], merged[1], merged[2], merged[3], merged[4], slot, writer.id, feature);
        cells.replace(row, merged);
        note.cellTime(changes, writer.id, slot, feature, grown);
      }
    }
    for (const name in actions) mergeAction(changes, writer, key, ids.actions.intern(name), actions[name] ?? 0);
  };
  return Object.assign(mergeCell, { hasRoomFor });
}

function maximum(stored: Amounts, sent: Amounts): Amounts {
  return [
    Math.max(stored[0], sent[0]),
    Math.max(stored[1], sent[1]),
    Math.max(stored[2], sent[2]),
    Math.max(stored[3], sent[3]),
    Math.max(stored[4], sent[4]),
  ];
}

/** An action's count, as it is remembered. */
function amountsOfAction(count: number): Amounts {
  return [count, 0, 0, 0, 0];
}
