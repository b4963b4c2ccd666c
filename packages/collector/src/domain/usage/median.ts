/** The middle value; of an even number the mean of the two in the middle. Order doesn't matter. Null: there are none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) return null;
  return upper === lower ? upper : (lower + upper) / 2;
}

/**
 * The smallest of the values that at least `percent` % of them don't exceed: the nearest rank, so always one of the
 * values and never a number between two. Null: there are none.
 * @param percent above 0, up to 100; a whole number, so that the rank is exact.
 */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
}

/** The 90th percentile, by nearest rank. Null: there are no values. */
export function p90(values: readonly number[]): number | null {
  return percentile(values, 90);
}

/**
 * Median absolute deviation from the median, a measure of noise that a few wild values don't move. Null: no values.
 * To estimate a standard deviation multiply by 1.4826.
 */
export function medianAbsoluteDeviation(values: readonly number[]): number | null {
  const middle = median(values);
  return middle === null ? null : median(values.map((value) => Math.abs(value - middle)));
}
