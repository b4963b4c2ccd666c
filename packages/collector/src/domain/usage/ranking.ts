import { changeBetween, type Change } from "./change.ts";

/** Which end comes first. */
export type RankingEnd = "most" | "least";

/** A card of the top features or modules. */
export interface TopCard<Row> {
  readonly row: Row;
  /** 1 for the most used; equal values have equal ranks, and the next one counts them all. */
  readonly rank: number;
  readonly value: number;
  /** Against the previous period; null: not known there. */
  readonly change: Change | null;
}

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

/**
 * The first few of the most used, each with its change against the previous period. Nothing that is at zero is among
 * them: an unused feature is no top feature, so there may be fewer.
 * @param metric null: no data.
 * @param previous the metric over the previous period; null: no data, or nothing to compare with.
 */
export function topCards<Row>(
  rows: readonly Row[],
  metric: (row: Row) => number | null,
  previous: (row: Row) => number | null,
  limit: number,
): readonly TopCard<Row>[] {
  const used = measured(rows, metric).filter(({ value }) => value > 0);
  return used
    .toSorted((one, other) => other.value - one.value)
    .slice(0, limit)
    .map(({ row, value }) => ({
      row,
      rank: 1 + used.filter((other) => other.value > value).length,
      value,
      change: changeBetween(previous(row), value),
    }));
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
