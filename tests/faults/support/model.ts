import type { CellState } from "../../../packages/tracker/src/protocol/index.ts";
import { type Counters, countersOf, maximumOf, sumOf } from "./counters.ts";

/** Whose cell it is, and of what. */
export interface CellPlace {
  readonly account: string;
  readonly user: string;
  /** A browser's writer, or the name of a source of history. */
  readonly writer: string;
  readonly feature: string;
  readonly slot: number;
}

/** Sums by whatever they were asked by. */
export type Totals = ReadonlyMap<string, Counters>;

/**
 * What the collector should hold, in its simplest form: each cell's maxima in a map, every sum made anew. It shares no code
 * with the collector.
 */
export interface Model {
  /** Takes the greater of each counter. */
  merge(place: CellPlace, cell: Pick<CellState, "activeMs" | "visits" | "actions">): void;
  /** Forgets what the cell was. */
  replace(place: CellPlace, cell: Pick<CellState, "activeMs" | "visits" | "actions">): void;
  /** Forgets cells, as if they had never come. */
  remove(isGone: (place: CellPlace) => boolean): void;
  /** Where there are cells. */
  places(): readonly CellPlace[];
  /** Sums the cells of each key; without sums of nothing. */
  totals(keyOf: (place: CellPlace) => string): Totals;
}

/** An empty one. */
export function createModel(): Model {
  const cells = new Map<string, { readonly place: CellPlace; counters: Counters }>();
  const put = (place: CellPlace, change: (before: Counters) => Counters): void => {
    const key = JSON.stringify([place.account, place.user, place.writer, place.feature, place.slot]);
    const counters = change(cells.get(key)?.counters ?? {});
    cells.set(key, { place, counters });
  };
  return {
    merge: (place, cell) => put(place, (before) => maximumOf(before, countersOf(cell))),
    replace: (place, cell) => put(place, () => countersOf(cell)),
    remove(isGone) {
      for (const [key, { place }] of cells) if (isGone(place)) cells.delete(key);
    },
    places: () => [...cells.values()].map(({ place }) => place),
    totals(keyOf) {
      const totals = new Map<string, Counters>();
      for (const { place, counters } of cells.values()) {
        if (Object.keys(counters).length === 0) continue;
        const key = keyOf(place);
        totals.set(key, sumOf(totals.get(key) ?? {}, counters));
      }
      return totals;
    },
  };
}
