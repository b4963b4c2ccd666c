import type { WorkspaceDay } from "../day.ts";
import { groupBy } from "../group-by.ts";

/** By how much a sum of a day grew, and when that was received. Smaller than 0 when something was taken out. */
export interface ReceivedDelta {
  readonly day: WorkspaceDay;
  readonly amount: number;
  /** Unix ms. */
  readonly receivedAt: number;
}

/** What was added to a day after it had closed. */
export interface Restatement {
  readonly day: WorkspaceDay;
  /** The sum when the day closed, as everybody saw it then. */
  readonly atClose: number;
  /** What came later. May be 0 when something was added and something taken out. */
  readonly restated: number;
  /** How many late deltas these are. */
  readonly lateCount: number;
  /** When the last of them was received, Unix ms. */
  readonly lastReceivedAt: number;
}

/**
 * What arrived after its day had closed, by day, oldest first: shown as a restatement of that day instead of silently
 * changing history. What is received in the very millisecond of closing is in time. `atClose` + `restated` is today's
 * sum. A day that hasn't closed has nothing to restate, nor has one to which nothing came late.
 * @param closedAt when each day closed, Unix ms; an open day has no entry.
 */
export function restatements(
  deltas: Iterable<ReceivedDelta>,
  closedAt: ReadonlyMap<WorkspaceDay, number>,
): readonly Restatement[] {
  const rows: Restatement[] = [];
  for (const [day, ofDay] of groupBy(deltas, (delta) => delta.day)) {
    const closed = closedAt.get(day);
    const late = closed === undefined ? [] : ofDay.filter(({ receivedAt }) => receivedAt > closed);
    if (closed === undefined || late.length === 0) continue;
    rows.push({
      day,
      atClose: knownAt(ofDay, closed),
      restated: sumOf(late),
      lateCount: late.length,
      lastReceivedAt: late.reduce((last, { receivedAt }) => Math.max(last, receivedAt), closed),
    });
  }
  return rows.sort((one, other) => one.day - other.day);
}

/** The sum of what was received up to an instant, Unix ms: nothing that comes later changes it. */
function knownAt(deltas: readonly ReceivedDelta[], atMs: number): number {
  return sumOf(deltas.filter(({ receivedAt }) => receivedAt <= atMs));
}

function sumOf(deltas: readonly ReceivedDelta[]): number {
  return deltas.reduce((sum, { amount }) => sum + amount, 0);
}
