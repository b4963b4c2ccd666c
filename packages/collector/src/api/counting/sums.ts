/**
 * Numbers by name that add up: those of two groups of accounts together are the sums of both, one by one. A name that begins
 * with `max ` is the larger of the two instead. One that is absent is 0.
 */
export type Sums = Readonly<Record<string, number>>;

/** What names of the larger of two begin with. */
export const LARGEST = "max ";

/** Sums that are being counted. */
export type Counting = Record<string, number>;

/** Adds an amount under a name. */
export function count(sums: Counting, name: string, amount = 1): void {
  if (amount !== 0) sums[name] = (sums[name] ?? 0) + amount;
}

/** Adds all of `more`; with -1 it takes what was added away again, of all but the largest ones. */
export function addSums(sums: Counting, more: Sums, sign: 1 | -1 = 1): void {
  for (const [name, amount] of Object.entries(more)) {
    if (!name.startsWith(LARGEST)) sums[name] = (sums[name] ?? 0) + sign * amount;
    else if (sign === 1) countLargest(sums, name.slice(LARGEST.length), amount);
  }
}

/** Keeps the larger one, as `max ` and the name. */
export function countLargest(sums: Counting, name: string, amount: number): void {
  const key = `${LARGEST}${name}`;
  sums[key] = Math.max(sums[key] ?? amount, amount);
}

/** The names of the sums that are the larger of two. */
export function largestNames(sums: Sums): readonly string[] {
  return Object.keys(sums).filter((name) => name.startsWith(LARGEST));
}
