import { MAX_ACTIONS_PER_SLOT, type ActiveMs } from "@uptake/tracker/protocol";
import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { difference, type Amounts, type MemberChanges } from "./changes.ts";
import { createNoteChange } from "./note-change.ts";
import type { WriteContext } from "./write-context.ts";
import type { KnownAction, KnownCell, KnownWriter } from "./writers.ts";

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
  const note = createNoteChange(context);
  const select = prepareArrays(database, `SELECT ${TIME_COUNTERS.join(", ")} FROM cells WHERE ${KEY}`);
  const insert = database.prepare(
    `INSERT INTO cells (slot, writer, feature, ${TIME_COUNTERS.join(", ")}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `UPDATE cells SET ${TIME_COUNTERS.map((counter) => `${counter} = ?`).join(", ")} WHERE ${KEY}`,
  );
  const selectActions = prepareArrays(database, `SELECT action, count FROM cell_actions WHERE ${KEY}`);
  const putAction = database.prepare(
    `INSERT INTO cell_actions (slot, writer, feature, action, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = excluded.count`,
  );

  /** The cell as it is stored. A writer that was made a moment ago has none but those that it was given here. */
  const recall = (writer: KnownWriter, { slot, feature }: CellKey): KnownCell => {
    for (const cell of writer.cells) if (cell.feature === feature && cell.slot === slot) return cell;
    const row = writer.isNew ? undefined : select.get(slot, writer.id, feature);
    const cell: KnownCell = { slot, feature, amounts: (row as unknown as Amounts | undefined) ?? null, actions: null };
    writer.cells.push(cell);
    return cell;
  };
  const recallActions = (writer: KnownWriter, { slot, feature }: CellKey): KnownAction[] => {
    if (writer.isNew) return [];
    const rows = selectActions.all(slot, writer.id, feature) as unknown as readonly (readonly [number, number])[];
    return rows.map(([action, count]) => ({ action, count }));
  };
  const mergeActions = (
    changes: MemberChanges,
    writer: KnownWriter,
    { slot, feature }: CellKey,
    cell: KnownCell,
    { actions }: Counters,
  ): void => {
    for (const name in actions) {
      const count = actions[name] ?? 0;
      const action = ids.actions.intern(name);
      cell.actions ??= recallActions(writer, cell);
      const known = cell.actions.find((other) => other.action === action);
      const grown = count - (known?.count ?? 0);
      if (grown <= 0) continue;
      putAction.run(slot, writer.id, feature, action, count);
      if (known === undefined) cell.actions.push({ action, count });
      else known.count = count;
      note.cellAction(changes, writer.id, slot, feature, action, grown);
    }
  };

  const hasRoomFor = (actions: Counters["actions"], writer: KnownWriter, key: CellKey): boolean => {
    const names = Object.keys(actions);
    if (names.length === 0) return true;
    const cell = recall(writer, key);
    cell.actions ??= recallActions(writer, cell);
    const known = cell.actions;
    if (known.length + names.length <= MAX_ACTIONS_PER_SLOT) return true;
    const isNew = (name: string): boolean => {
      const action = ids.actions.find(name);
      return known.every((other) => other.action !== action);
    };
    return known.length + names.filter(isNew).length <= MAX_ACTIONS_PER_SLOT;
  };
  const mergeCell = (changes: MemberChanges, writer: KnownWriter, key: CellKey, counters: Counters): void => {
    const { slot, feature } = key;
    const { activeMs, visits } = counters;
    const cell = recall(writer, key);
    const stored = cell.amounts;
    if (stored === null) {
      const amounts: Amounts = [activeMs[0], activeMs[1], activeMs[2], activeMs[3], visits];
      insert.run(slot, writer.id, feature, activeMs[0], activeMs[1], activeMs[2], activeMs[3], visits);
      cell.amounts = amounts;
      note.cellTime(changes, writer.id, slot, feature, amounts);
    } else {
      const merged = maximum(stored, activeMs, visits);
      const grown = difference(merged, stored);
      if (grown.some((amount) => amount > 0)) {
        update.run(merged[0], merged[1], merged[2], merged[3], merged[4], slot, writer.id, feature);
        cell.amounts = merged;
        note.cellTime(changes, writer.id, slot, feature, grown);
      }
    }
    mergeActions(changes, writer, key, cell, counters);
  };
  return Object.assign(mergeCell, { hasRoomFor });
}

function maximum(stored: Amounts, activeMs: ActiveMs, visits: number): Amounts {
  return [
    Math.max(stored[0], activeMs[0]),
    Math.max(stored[1], activeMs[1]),
    Math.max(stored[2], activeMs[2]),
    Math.max(stored[3], activeMs[3]),
    Math.max(stored[4], visits),
  ];
}
