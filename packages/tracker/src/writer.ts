import type { Identity } from "./api.ts";
import { cellKey, exceeds, mergeCells } from "./cell-state.ts";
import { createCells, type Cells } from "./cells.ts";
import type { CellState } from "./protocol/index.ts";
import { isStorable } from "./token.ts";

/** One document load for one member, in memory. */
export interface Writer {
  readonly id: string;
  /** Monotonic time plus this is wall time, for as long as the writer lives. */
  readonly lineMs: number;
  /** Null before the document's first identity. */
  owner: Identity | null;
  /** Number of its latest request. */
  seq: number;
  /** Its cells were moved here from a writer with a wrong clock, which happens once. */
  readonly moved?: true;
  readonly cells: Cells;
}

/** A writer whose member is known: only such are stored and sent. */
export type OwnedWriter = Writer & { owner: Identity };

/** A writer as the browser's storage keeps it: only what the collector hasn't confirmed. */
export interface WriterRecord extends Identity {
  readonly id: string;
  readonly seq: number;
  readonly moved?: true;
  readonly cells: readonly CellState[];
  readonly confirmed: readonly CellState[];
}

export function createWriter(id: string, lineMs: number, owner: Identity | null): Writer {
  return { id, lineMs, owner, seq: 0, cells: createCells() };
}

/** A writer that an earlier document left behind. It measures no more. */
export function restoreWriter({ id, account, user, token, seq, moved, cells, confirmed }: WriterRecord): OwnedWriter {
  return {
    id,
    lineMs: 0,
    owner: { account, user, ...(token && { token }) },
    seq,
    ...(moved && { moved }),
    cells: createCells(cells, confirmed),
  };
}

/** What to keep of a writer: `cells`, and everything that is known to be confirmed. */
export function toRecord(writer: OwnedWriter, cells: readonly CellState[]): WriterRecord {
  const { account, user, token } = writer.owner;
  return {
    id: writer.id,
    account,
    user,
    ...(token !== undefined && isStorable(token) && { token }),
    seq: writer.seq,
    ...(writer.moved && { moved: true }),
    cells,
    confirmed: writer.cells.confirmed(),
  };
}

/**
 * One record with the maximum of each counter of both, without the cells that are confirmed.
 * @returns undefined when nothing is left to keep.
 */
export function mergeRecords(record: WriterRecord, stored: WriterRecord | undefined): WriterRecord | undefined {
  const merge = (which: "cells" | "confirmed") => {
    const merged = new Map<string, CellState>();
    for (const cell of [...(stored?.[which] ?? []), ...record[which]])
      merged.set(cellKey(cell), mergeCells(cell, merged.get(cellKey(cell))));
    return merged;
  };
  const confirmed = merge("confirmed");
  const cells = [...merge("cells").values()].filter((cell) => exceeds(cell, confirmed.get(cellKey(cell))));
  if (cells.length === 0) return undefined;
  return {
    ...stored,
    ...record,
    seq: Math.max(record.seq, stored?.seq ?? 0),
    cells,
    confirmed: cells.flatMap((cell) => confirmed.get(cellKey(cell)) ?? []),
  };
}
