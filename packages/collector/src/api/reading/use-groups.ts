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

const MEMBER_FEATURE = ["account", "user", "feature"] as const satisfies readonly Dimension[];

/** Groups by days at most that are found by their place, rather than looked up. */
const MAX_PLACES = 4_000_000;

/** Whoever groups the same rows again by the same dimensions gets what was found before. */
export function createUseGroups(use: UseDays): UseGroups {
  const known = new Map<string, RowGroups>();
  const once = (name: string, find: () => RowGroups): RowGroups => {
    const found = known.get(name) ?? find();
    known.set(name, found);
    return found;
  };
  /** Of all rows. What members did in features are far fewer groups than there are rows: the others are made of them. */
  const ofAll = (dimensions: readonly Dimension[]): RowGroups =>
    once(dimensions.toSorted().join(" "), () => {
      const finest = once(MEMBER_FEATURE.join(" "), () => {
        const rows = Uint32Array.from(use.day, (_, row) => row);
        return groupRows(use, MEMBER_FEATURE, rows);
      });
      const { groupOf, rowOf } = groupRows(use, dimensions, finest.rowOf);
      return { groupOf: finest.groupOf.map((group) => groupOf[group] as number), rowOf };
    });
  return {
    by(dimensions, from, to) {
      const others = dimensions.filter((dimension) => dimension !== "day");
      const { groupOf, rowOf } = ofAll(others);
      const within = groupOf.subarray(from, to);
      return others.length === dimensions.length
        ? { groupOf: within, rowOf }
        : byDay(use.day, within, rowOf.length, from);
    },
  };
}

/** @param rows those that are grouped; the groups are of these, in their order. */
function groupRows(use: UseDays, dimensions: readonly Dimension[], rows: ArrayLike<number>): RowGroups {
  const columns = dimensions.flatMap((dimension) =>
    dimension === "day" ? [] : [{ values: use[dimension], count: use[`${dimension}s`].length }],
  );
  const groupOf = new Int32Array(rows.length);
  const rowOf: number[] = [];
  const groups = new Map<number, number>();
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    let key = 0;
    // Exact, as long as all of them together are less than 2^53: hundreds of features, millions of people and accounts.
    for (const { values, count } of columns) key = key * count + (values[row] as number);
    let group = groups.get(key);
    if (group === undefined) {
      group = rowOf.push(row) - 1;
      groups.set(key, group);
    }
    groupOf[at] = group;
  }
  return { groupOf, rowOf };
}

/** Groups of some rows, each split into its days. @param from the first of these rows. */
function byDay(days: Int32Array, groupOf: Int32Array, groups: number, from: number): RowGroups {
  const first = days[from] ?? 0;
  const dayCount = groupOf.length === 0 ? 0 : (days[from + groupOf.length - 1] as number) - first + 1;
  const find = createPlaces(groups * dayCount);
  const rowOf: number[] = [];
  const split = groupOf.map((group, at) => {
    const place = group * dayCount + (days[from + at] as number) - first;
    const known = find.get(place);
    if (known !== undefined) return known;
    const made = rowOf.push(from + at) - 1;
    find.set(place, made);
    return made;
  });
  return { groupOf: split, rowOf };
}

/** Numbers by their places. */
function createPlaces(count: number) {
  if (count > MAX_PLACES) return new Map<number, number>();
  // 0: nothing is there.
  const numbers = new Int32Array(count);
  return {
    get(place: number): number | undefined {
      const number = numbers[place] as number;
      return number === 0 ? undefined : number - 1;
    },
    set(place: number, number: number): void {
      numbers[place] = number + 1;
    },
  };
}
