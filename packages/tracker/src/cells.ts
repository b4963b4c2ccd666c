import { cellKey, countOf, exceeds, mergeCells } from "./cell-state.ts";
import {
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_VISITS_PER_SLOT,
  type ActiveMs,
  type CellState,
} from "./protocol/index.ts";

/** What became of a cell that travelled. A refused one waits for another token or another page load. */
export type Verdict = "confirmed" | "refused" | "failed";

/** The counters of one writer, by (feature, slot), and what is known of their delivery. */
export interface Cells {
  /** Adds active time under `IDLE_LIMITS[limit]` and every longer limit. */
  credit(feature: string, slot: number, limit: number, lengthMs: number): void;
  visit(feature: string, slot: number): void;
  act(feature: string, slot: number, action: string, count: number): void;
  all(): readonly CellState[];
  /** The values that the collector has confirmed. */
  confirmed(): readonly CellState[];
  /** Cells above their confirmed values. */
  pending(): readonly CellState[];
  /** Pending cells that are neither under way nor refused with their present values. */
  unsent(): readonly CellState[];
  /** Pending cells that the browser's storage doesn't hold with their present values. */
  unstored(): readonly CellState[];
  sent(cells: readonly CellState[]): void;
  stored(cells: readonly CellState[]): void;
  settle(cell: CellState, verdict: Verdict): void;
  /** What was refused may be sent again. */
  retryRefused(): void;
  /** Forgets cells that were moved to another writer. */
  remove(cells: readonly CellState[]): void;
}

interface Entry {
  cell: CellState;
  confirmed?: CellState | undefined;
  refused?: CellState | undefined;
  underWay?: CellState | undefined;
  stored?: CellState | undefined;
}

/**
 * Counters that only grow. A cell's value is immutable: what travels is a reference to what was true when it left.
 * Counters stop at the protocol's limits, since the collector would refuse the whole cell above them.
 * @param cells and `confirmed`: what an earlier document left behind.
 */
export function createCells(cells: readonly CellState[] = [], confirmed: readonly CellState[] = []): Cells {
  const entries = new Map<string, Entry>(cells.map((cell) => [cellKey(cell), { cell, stored: cell }]));
  for (const cell of confirmed) {
    const entry = entries.get(cellKey(cell));
    if (entry) entry.confirmed = cell;
  }

  const change = (feature: string, slot: number, next: (cell: CellState) => Partial<CellState>) => {
    const key = cellKey({ feature, slot });
    const cell = entries.get(key)?.cell ?? { feature, slot, activeMs: [0, 0, 0, 0], visits: 0 };
    entries.set(key, { ...entries.get(key), cell: { ...cell, ...next(cell) } });
  };
  const select = (...bases: readonly ("confirmed" | "refused" | "underWay" | "stored")[]) =>
    [...entries.values()]
      .filter((entry) => bases.every((base) => exceeds(entry.cell, entry[base])))
      .map((entry) => entry.cell);
  const mark = (marked: readonly CellState[], base: "underWay" | "stored") => {
    for (const cell of marked) {
      const entry = entries.get(cellKey(cell));
      if (entry) entry[base] = cell;
    }
  };

  return {
    credit: (feature, slot, limit, lengthMs) =>
      change(feature, slot, ({ activeMs }) => ({
        activeMs: activeMs.map((ms, index) => (index < limit ? ms : ms + lengthMs)) as unknown as ActiveMs,
      })),
    visit: (feature, slot) =>
      change(feature, slot, ({ visits }) => ({ visits: Math.min(visits + 1, MAX_VISITS_PER_SLOT) })),
    act: (feature, slot, action, count) =>
      change(feature, slot, ({ actions = {} }) => {
        const known = countOf({ actions }, action);
        if (known === 0 && Object.keys(actions).length >= MAX_ACTIONS_PER_SLOT) return {};
        return { actions: { ...actions, [action]: Math.min(known + count, MAX_ACTION_COUNT_PER_SLOT) } };
      }),
    all: () => select(),
    confirmed: () => [...entries.values()].flatMap((entry) => entry.confirmed ?? []),
    pending: () => select("confirmed"),
    unsent: () => select("confirmed", "refused", "underWay"),
    unstored: () => select("confirmed", "stored"),
    sent: (marked) => mark(marked, "underWay"),
    stored: (marked) => mark(marked, "stored"),
    settle(cell, verdict) {
      const entry = entries.get(cellKey(cell));
      if (!entry) return;
      if (entry.underWay === cell) entry.underWay = undefined;
      if (verdict === "confirmed") entry.confirmed = mergeCells(cell, entry.confirmed);
      if (verdict === "refused") entry.refused = cell;
    },
    retryRefused() {
      for (const entry of entries.values()) entry.refused = undefined;
    },
    remove(removed) {
      for (const cell of removed) entries.delete(cellKey(cell));
    },
  };
}
