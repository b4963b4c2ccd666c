/** Percentages carry six digits after the point; finer differences are rounding. */
const PARTS_PER_PERCENT = 1_000_000;
export const PARTS_PER_WHOLE = 100 * PARTS_PER_PERCENT;

/** A part of a whole in percent, not rounded, above 100 when the part is larger; null when there is no whole. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (part * 100) / whole;
}

/**
 * Compares a share with a percentage, exactly: 1 of 10 is 10 %, whatever 1 / 10 * 100 rounds to.
 * @param part whole number, up to 90 million, as is the whole.
 * @param whole more than 0.
 * @returns below 0, 0 or above 0, as for a sort.
 */
export function compareShare(part: number, whole: number, percent: number): number {
  return part * PARTS_PER_WHOLE - partsOf(percent) * whole;
}

/** The smallest whole number that is at least a percentage of a whole: of 200, 85 % are 170. */
export function neededFor(percent: number, whole: number): number {
  return Math.ceil((partsOf(percent) * whole) / PARTS_PER_WHOLE);
}

/** A percentage in parts of {@link PARTS_PER_WHOLE}, as shares are compared. */
export function partsOf(percent: number): number {
  return Math.round(percent * PARTS_PER_PERCENT);
}
