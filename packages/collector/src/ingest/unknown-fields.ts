import type { CellState, CollectRequest, Vitals, WriterState } from "@uptake/tracker/protocol";

/** The protocol's own names; the compiler sees that none is missing. */
const REQUEST: Readonly<Record<keyof CollectRequest, true>> = { v: true, sdk: true, sentAt: true, writers: true };
const WRITER: Readonly<Record<keyof WriterState, true>> = {
  id: true,
  seq: true,
  account: true,
  user: true,
  token: true,
  cells: true,
};
const CELL: Readonly<Record<keyof CellState, true>> = {
  feature: true,
  name: true,
  slot: true,
  activeMs: true,
  visits: true,
  actions: true,
  vitals: true,
};
const VITALS: Readonly<Record<keyof Vitals, true>> = { lcpMs: true, inpMs: true, cls1000: true };

/**
 * How many fields of a request nobody knows here: a newer tracker's, or a mistake. They are ignored, and counted, because
 * a sudden number of them is the first that an operator sees of either.
 * @param request a body of protocol version 1, as JSON was read.
 */
export function countUnknownFields(request: unknown): number {
  let unknown = others(request, REQUEST);
  for (const writer of items(request, "writers")) {
    unknown += others(writer, WRITER);
    for (const cell of items(writer, "cells")) unknown += others(cell, CELL) + others(field(cell, "vitals"), VITALS);
  }
  return unknown;
}

function others(value: unknown, known: Readonly<Record<string, true>>): number {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return 0;
  let count = 0;
  // What JSON was read into has no names but its own; `true` keeps `toString` and `__proto__` apart from them.
  for (const name in value) if (known[name] !== true) count += 1;
  return count;
}

function items(value: unknown, name: string): readonly unknown[] {
  const list = field(value, name);
  return Array.isArray(list) ? list : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
