import type { TimeTotalsQuery } from "../../store/facts.ts";
import type { UseDays } from "../../store/use-days.ts";

type Dimension = TimeTotalsQuery["by"][number];

/** Rows by what they have in common. */
export interface RowGroups {
  /** Of each row of the range its group. */
  readonly groupOf: Int32Array;
  /** Of each group one of its rows, by which one finds what these have in common. */
  readonly rowOf: readonly number[];
}

/** Groups rows by some of their dimensions. */
export interface UseGroups {
  /** @param from first row. @param to the row after the last one. */
  by(dimensions: readonly Dimension[], from: number, to: number): RowGroups;
}

/** Whoever groups the same rows again by the same dimensions gets what was found before. */
export function createUseGroups(use: UseDays): UseGroups {
  const known = new Map<string, RowGroups>();
  /** Of all rows, by everything but the day. */
  const ofAll = (dimensions: readonly Dimension[]): RowGroups => {
    const name = dimensions.toSorted().join(" ");
    const found = known.get(name) ?? group(use, dimensions, 0, use.day.length);
    known.set(name, found);
    return found;
  };
  return {
    by(dimensions, from, to) {
      if (dimensions.includes("day")) return group(use, dimensions, from, to);
      const { groupOf, rowOf } = ofAll(dimensions);
      return { groupOf: groupOf.subarray(from, to), rowOf };
    },
  };
}

function group(use: UseDays, dimensions: readonly Dimension[], from: number, to: number): RowGroups {
  const columns = [...new Set(dimensions)].map((dimension) => columnOf(use, dimension));
  const groupOf = new Int32Array(to - from);
  const rowOf: number[] = [];
  const groups = new Map<number, number>();
  for (let row = from; row < to; row++) {
    let key = 0;
    // Exact, as long as all of them together are less than 2^53: hundreds of features, thousands of days, millions of people.
    for (const { values, first, count } of columns) key = key * count + (values[row] as number) - first;
    let index = groups.get(key);
    if (index === undefined) {
      index = rowOf.push(row) - 1;
      groups.set(key, index);
    }
    groupOf[row - from] = index;
  }
  return { groupOf, rowOf };
}

/** A dimension's values, from the first one on. */
function columnOf(use: UseDays, dimension: Dimension) {
  if (dimension === "day") {
    const [first = 0] = use.day;
    return { values: use.day, first, count: (use.day.at(-1) ?? first) - first + 1 };
  }
  return { values: use[dimension], first: 0, count: use[`${dimension}s`].length };
}
