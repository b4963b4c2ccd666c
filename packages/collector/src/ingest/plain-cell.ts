import {
  isId,
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_VISITS_PER_SLOT,
  SLOT_MS,
} from "@uptake/tracker/protocol";
import type { ActiveMs, CellState } from "@uptake/tracker/protocol";

/**
 * Reads a cell of the sort that nearly all are: without a name and vitals, and within every limit. The schema says the same
 * of it, at ten times the cost.
 * @returns null: the schema has to say what it is.
 */
export function readPlainCell(raw: unknown): CellState | null {
  if (typeof raw !== "object" || raw === null) return null;
  const { feature, slot, activeMs, visits, actions, name, vitals } = raw as Readonly<Record<keyof CellState, unknown>>;
  if (name !== undefined || vitals !== undefined) return null;
  if (!isId(feature) || !isUpTo(slot, Number.MAX_SAFE_INTEGER) || !isUpTo(visits, MAX_VISITS_PER_SLOT)) return null;
  if (!isActiveMs(activeMs)) return null;
  if (actions === undefined) return { feature, slot, activeMs, visits };
  return areActions(actions) ? { feature, slot, activeMs, visits, actions } : null;
}

function isUpTo(value: unknown, limit: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= limit;
}

function isActiveMs(value: unknown): value is ActiveMs {
  if (!Array.isArray(value) || value.length !== 4) return false;
  let before = 0;
  for (const ms of value as readonly unknown[]) {
    if (!isUpTo(ms, SLOT_MS) || ms < before) return false;
    before = ms;
  }
  return true;
}

function areActions(value: unknown): value is Readonly<Record<string, number>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_ACTIONS_PER_SLOT &&
    entries.every(([action, count]) => isId(action) && isUpTo(count, MAX_ACTION_COUNT_PER_SLOT))
  );
}
