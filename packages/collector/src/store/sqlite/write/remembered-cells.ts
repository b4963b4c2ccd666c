import type { Amounts } from "./changes.ts";

/**
 * Counters of cells as they are stored, of those that were put here last: most cells come again, grown. They are numbers in
 * arrays that are made once. As objects, which live for seconds and are replaced by the ten thousand each second, they would
 * be most of the thread's memory.
 */
export interface RememberedCells {
  /**
   * The row that holds a cell's active time and visits or, of an action, its count; -1: it isn't remembered. Holds until
   * something is put.
   */
  find(writer: number, slot: number, feature: number, action: number): number;
  /** Remembers what isn't yet, instead of what was put first of all. Returns its row. */
  put(writer: number, slot: number, feature: number, action: number, amounts: Amounts): number;
  /** What is in a row. */
  amounts(row: number): Amounts;
  replace(row: number, amounts: Amounts): void;
  /** How often something was put. */
  putSoFar(): number;
  /** Whether everything is remembered that was put since so much had been. */
  hasAllSince(put: number): boolean;
  forget(): void;
}

/** What is asked for instead of an action: active time and visits. No action has this integer. */
export const TIME = 0;

/** Most remembered rows, 5 MB: those of about as many document loads as are open at once. */
export const MAX_REMEMBERED_ROWS = 65_536;

/** Twice as many, so that few rows share one. */
const BUCKETS = 2 * MAX_REMEMBERED_ROWS;

const KEY_LENGTH = 4;
const ROW_LENGTH = KEY_LENGTH + 5;

/** Remembers nothing so far. The arrays take up memory as far as they were written to. */
export function createRememberedCells(): RememberedCells {
  const values = new Float64Array(MAX_REMEMBERED_ROWS * ROW_LENGTH);
  // The rows of a bucket are a chain. In both lists rows are counted from 1, and 0 is its end.
  const firstOfBucket = new Int32Array(BUCKETS);
  const nextOfRow = new Int32Array(MAX_REMEMBERED_ROWS);
  let put = 0;
  let forgottenAt = 0;

  const valueAt = (at: number): number => values[at] ?? 0;
  const replace = (row: number, amounts: Amounts): void => {
    for (let index = 0; index < amounts.length; index++) {
      values[row * ROW_LENGTH + KEY_LENGTH + index] = amounts[index] ?? 0;
    }
  };
  /** Takes the row that was put first out of its chain, whose end it is. */
  const removeOldest = (row: number): void => {
    const at = row * ROW_LENGTH;
    const bucket = bucketOf(valueAt(at), valueAt(at + 1), valueAt(at + 2), valueAt(at + 3));
    let before = firstOfBucket[bucket] ?? 0;
    if (before === row + 1) firstOfBucket[bucket] = 0;
    else {
      while (nextOfRow[before - 1] !== row + 1) before = nextOfRow[before - 1] ?? 0;
      nextOfRow[before - 1] = 0;
    }
  };
  return {
    find(writer, slot, feature, action) {
      let next = firstOfBucket[bucketOf(writer, slot, feature, action)] ?? 0;
      for (; next !== 0; next = nextOfRow[next - 1] ?? 0) {
        const at = (next - 1) * ROW_LENGTH;
        const isOfCell = values[at] === writer && values[at + 1] === slot && values[at + 2] === feature;
        if (isOfCell && values[at + 3] === action) return next - 1;
      }
      return -1;
    },
    put(writer, slot, feature, action, amounts) {
      const row = put % MAX_REMEMBERED_ROWS;
      if (put - forgottenAt >= MAX_REMEMBERED_ROWS) removeOldest(row);
      put += 1;
      const at = row * ROW_LENGTH;
      values[at] = writer;
      values[at + 1] = slot;
      values[at + 2] = feature;
      values[at + 3] = action;
      replace(row, amounts);
      const bucket = bucketOf(writer, slot, feature, action);
      nextOfRow[row] = firstOfBucket[bucket] ?? 0;
      firstOfBucket[bucket] = row + 1;
      return row;
    },
    amounts(row) {
      const at = row * ROW_LENGTH + KEY_LENGTH;
      return [valueAt(at), valueAt(at + 1), valueAt(at + 2), valueAt(at + 3), valueAt(at + 4)];
    },
    replace,
    putSoFar: () => put,
    hasAllSince: (since) => since >= forgottenAt && put - since <= MAX_REMEMBERED_ROWS,
    forget() {
      firstOfBucket.fill(0);
      forgottenAt = put;
    },
  };
}

function bucketOf(writer: number, slot: number, feature: number, action: number): number {
  const mixed = Math.imul(Math.imul(writer, 31) + slot, 0x9e37_79b1) + Math.imul(feature * 64 + action, 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) & (BUCKETS - 1);
}
