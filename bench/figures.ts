import type { Usage } from "./minute.ts";
import type { Size } from "./sizes.ts";
import type { StartCost } from "./start.ts";

/** What a contender's use costs on top of the page alone in the same round; requests are its own. */
export interface UseCost extends Omit<Usage, "profile"> {
  /** Main thread ms of the contender's script and of what it calls, by V8's profiler, in a run of its own. */
  readonly sampledMs: number;
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
function median(values: readonly number[]): number {
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
export function costOf({ profile: _profile, ...usage }: Usage, sampledMs: number, alone: Usage): UseCost {
  return {
    ...usage,
    sampledMs,
    scriptMs: usage.scriptMs - alone.scriptMs,
    taskMs: usage.taskMs - alone.taskMs,
    heapBytes: usage.heapBytes - alone.heapBytes,
  };
}
