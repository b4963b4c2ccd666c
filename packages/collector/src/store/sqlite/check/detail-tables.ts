import { ACTION_ROLLUPS, TIME_ROLLUPS, type RollupTable } from "../rollup-tables.ts";

/** Rollups of one sort, and the tables that they sum up. */
export interface RollupFamily {
  /** The coarser ones. */
  readonly coarser: readonly RollupTable[];
  /** The one that is summed up from the detail. */
  readonly finest: RollupTable;
  readonly details: readonly DetailTable[];
}

/** A table whose rows the rollups sum up. */
export interface DetailTable {
  readonly name: string;
  /** Its primary key. */
  readonly keys: readonly string[];
  /** The table, joined with whatever knows its rows' members. */
  readonly from: string;
}

/** Active time and visits. */
export const TIME_FAMILY: RollupFamily = {
  ...split(TIME_ROLLUPS),
  details: [
    cells("cells", ["slot", "writer", "feature"]),
    { name: "base", keys: ["account", "user", "feature", "slot", "source"], from: "base" },
  ],
};

/** Counts of actions. */
export const ACTION_FAMILY: RollupFamily = {
  ...split(ACTION_ROLLUPS),
  details: [
    cells("cell_actions", ["slot", "writer", "feature", "action"]),
    { name: "base_actions", keys: ["account", "user", "feature", "slot", "source", "action"], from: "base_actions" },
  ],
};

function cells(name: string, keys: readonly string[]): DetailTable {
  return { name, keys, from: `${name} CROSS JOIN writers ON writers.id = ${name}.writer` };
}

/** Smallest first, as in `rollup-tables.ts`. */
function split(rollups: readonly RollupTable[]): Pick<RollupFamily, "coarser" | "finest"> {
  const finest = rollups.at(-1);
  if (finest === undefined) throw new TypeError("A family of rollups has at least its finest one.");
  return { coarser: rollups.slice(0, -1), finest };
}
