import type { Size } from "./sizes.ts";
import type { StartCost } from "./start.ts";
import type { Usage } from "./minute.ts";

/** A round's figures of a contender's use, beside those of the page alone in the same round. */
export interface UseCost extends Omit<Usage, "profile" | "allScriptsMs" | "allTasksMs" | "heapBytes"> {
  /** What all scripts and all tasks of the page took more than in the page alone; neighbours on the machine blur it. */
  readonly moreScriptsMs: number;
  readonly moreTasksMs: number;
  /** How much more JS heap is in use. */
  readonly moreHeapKiB: number;
}

/** Everything measured of one contender; medians of the rounds. */
export interface Figures {
  readonly name: string;
  readonly version: string;
  readonly sizes: readonly Size[];
  readonly start: StartCost;
  readonly use: UseCost;
}

/** The middle value; of an even number, the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** The median of each number of records that have the same ones. */
export function medians<Numbers extends { readonly [Key in keyof Numbers]: number }>(
  rounds: readonly [Numbers, ...Numbers[]],
): Numbers {
  const names = Object.keys(rounds[0]) as (keyof Numbers)[];
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name]))])) as Numbers;
}

/** A page with a contender against the page alone. */
export function compareUse(
  { profile: _profile, allScriptsMs, allTasksMs, heapBytes, ...own }: Usage,
  alone: Usage,
): UseCost {
  return {
    ...own,
    moreScriptsMs: allScriptsMs - alone.allScriptsMs,
    moreTasksMs: allTasksMs - alone.allTasksMs,
    moreHeapKiB: (heapBytes - alone.heapBytes) / 1_024,
  };
}
