/** Which end comes first. */
export type RankingEnd = "most" | "least";

/**
 * The most or the least used, by a metric of choice, after CustomerSuccessBox' "most used … or least used". A zero is a
 * use like any other, and what is unused is what the least used are about; null (no data) has no place in a ranking.
 * @param rows in the order of the definitions, in which equal values stay, at both ends.
 */
export function rank<Row>(rows: readonly Row[], metric: (row: Row) => number | null, end: RankingEnd): readonly Row[] {
  const direction = end === "most" ? -1 : 1;
  return measured(rows, metric)
    .toSorted((one, other) => direction * (one.value - other.value))
    .map(({ row }) => row);
}

function measured<Row>(
  rows: readonly Row[],
  metric: (row: Row) => number | null,
): readonly { readonly row: Row; readonly value: number }[] {
  return rows.flatMap((row) => {
    const value = metric(row);
    return value === null ? [] : [{ row, value }];
  });
}
