import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { sweep, type SweepInput, type SweepResult } from "./sweep.ts";
import type { WriteContext } from "./write-context.ts";

/** About how many cells are folded in one piece of a step: a few milliseconds. */
const CELLS_PER_PIECE = 500;

export interface FoldInput extends SweepInput<number> {
  /** Where the watermark should get to. */
  readonly slot: number;
}

/** Moves cells into base. */
export type FoldCells = (slot: number, firstWriter: number, lastWriter: number) => void;

/**
 * Moves the cells of a slot and of some writers into base. Only the writer is dropped; its source stays, so the rollups
 * are as they were and a source still replaces exactly its own rows. Cells of nothing have no row in base.
 */
export function createFoldCells({ database }: WriteContext): FoldCells {
  const sums = TIME_COUNTERS.map((counter) => `sum(cells.${counter})`);
  const something = sums.map((sum) => `${sum} <> 0`).join(" OR ");
  const grow = TIME_COUNTERS.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(", ");
  const some = "cells.slot = ? AND cells.writer BETWEEN ? AND ?";
  const statements = [
    `INSERT INTO base (account, user, feature, slot, source, ${TIME_COUNTERS.join(", ")})
     SELECT writers.account, writers.user, cells.feature, cells.slot, writers.source, ${sums.join(", ")}
     FROM cells JOIN writers ON writers.id = cells.writer WHERE ${some} GROUP BY 1, 2, 3, 4, 5 HAVING ${something}
     ON CONFLICT DO UPDATE SET ${grow}`,
    `INSERT INTO base_actions (account, user, feature, slot, source, action, count)
     SELECT writers.account, writers.user, cells.feature, cells.slot, writers.source, cells.action, sum(cells.count)
     FROM cell_actions AS cells JOIN writers ON writers.id = cells.writer WHERE ${some} GROUP BY 1, 2, 3, 4, 5, 6
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    `DELETE FROM cells WHERE ${some}`,
    `DELETE FROM cell_actions AS cells WHERE ${some}`,
  ].map((sql) => database.prepare(sql));
  return (slot, firstWriter, lastWriter) => {
    for (const statement of statements) statement.run(slot, firstWriter, lastWriter);
  };
}

/** The oldest slot with cells; undefined: there are none. */
export function createFirstCellSlot({ database }: WriteContext): () => number | undefined {
  const select = prepareArrays(database, "SELECT slot FROM cells ORDER BY slot LIMIT 1");
  return () => (select.get() as unknown as readonly [number] | undefined)?.[0];
}

/**
 * Folds cells below a slot, oldest first; nothing while another time zone is being counted in. The watermark moves behind a slot before its first cells are folded, in the
 * same transaction: none can come in again. Where a step ends amid a slot, its other cells count on as cells.
 */
export function createFoldStep(context: WriteContext) {
  const { database } = context;
  const foldCells = createFoldCells(context);
  const firstCellSlot = createFirstCellSlot(context);
  const lastWriter = prepareArrays(
    database,
    `SELECT writer FROM cells WHERE slot = ? ORDER BY writer LIMIT 1 OFFSET ${CELLS_PER_PIECE - 1}`,
  );
  const moveWatermark = database.prepare("UPDATE workspace SET watermark_slot = ?");
  const closeBelow = (slot: number): void => {
    if (slot <= context.workspace.watermarkSlot) return;
    moveWatermark.run(slot);
    context.workspace = { ...context.workspace, watermarkSlot: slot };
  };

  return ({ slot }: FoldInput): SweepResult<number> => {
    if (context.workspace.next !== null) return null;
    return sweep(0, () => {
      const end = Math.max(slot, context.workspace.watermarkSlot);
      const first = firstCellSlot();
      if (first === undefined || first >= end) {
        closeBelow(end);
        return null;
      }
      closeBelow(first + 1);
      const [last] = (lastWriter.get(first) as unknown as readonly [number] | undefined) ?? [Number.MAX_SAFE_INTEGER];
      foldCells(first, 0, last);
      return first;
    });
  };
}
