/** Ranks of values that are already in order, counted from 1; equal values share the better rank: 1, 2, 2, 4. */
export function ranks(values: readonly number[]): readonly number[] {
  return values.map((value) => values.indexOf(value) + 1);
}
