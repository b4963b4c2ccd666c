/** A CPU profile as V8 gives it, as far as it is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    /** `lineNumber` from 0. */
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  /** Node of each sample. */
  readonly samples: readonly number[];
  /** Microseconds from each sample's predecessor. */
  readonly timeDeltas: readonly number[];
}

/** Where a script's time went: ms by name, the most first. */
export interface Breakdown {
  readonly totalMs: number;
  /** By the function of the script that the browser called: listeners, timers, promises. */
  readonly byEntry: readonly (readonly [name: string, ms: number])[];
  /** By what was running: a function of the script, or one of the browser's that it called. */
  readonly bySelf: readonly (readonly [name: string, ms: number])[];
  /** By function, with all that it called. */
  readonly byFunction: readonly (readonly [name: string, ms: number])[];
}

type Frame = CpuProfile["nodes"][number]["callFrame"];

const nameOf = ({ functionName, url, lineNumber }: Frame): string =>
  `${functionName || "(anonymous)"}${url === "" ? " of the browser" : `:${lineNumber + 1}`}`;

/** Reads a profile's JSON: the part of it that is a script's. */
export function breakDown(json: string, isOfScript: (url: string) => boolean): Breakdown {
  const { nodes, samples, timeDeltas } = JSON.parse(json) as CpuProfile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const sums = {
    byEntry: new Map<string, number>(),
    bySelf: new Map<string, number>(),
    byFunction: new Map<string, number>(),
  };
  const add = (to: Map<string, number>, name: string, us: number) => to.set(name, (to.get(name) ?? 0) + us);
  const stacks = new Map<number, readonly Frame[]>();
  /** From the running function up to the one that the browser called; empty when the script has no part in it. */
  const stackOf = (leaf: number): readonly Frame[] => {
    const stack: Frame[] = [];
    for (let at: number | undefined = leaf; at !== undefined; at = parents.get(at)) {
      const frame = frames.get(at);
      if (frame) stack.push(frame);
    }
    return stack.slice(0, stack.findLastIndex(({ url }) => isOfScript(url)) + 1);
  };
  // Each sample stands for the usual time between two: longer ones are those in which another program had the processor.
  const us = timeDeltas.toSorted((one, other) => one - other)[Math.floor(timeDeltas.length / 2)] ?? 0;
  let totalUs = 0;
  for (const leaf of samples) {
    const stack = stacks.get(leaf) ?? stackOf(leaf);
    stacks.set(leaf, stack);
    const [running, entry] = [stack[0], stack.at(-1)];
    if (!running || !entry) continue;
    const caller = stack.find(({ url }) => isOfScript(url));
    totalUs += us;
    add(sums.byEntry, nameOf(entry), us);
    add(sums.bySelf, running === caller || !caller ? nameOf(running) : `${nameOf(running)} < ${nameOf(caller)}`, us);
    for (const name of new Set(stack.map(nameOf))) add(sums.byFunction, name, us);
  }
  const ordered = (of: ReadonlyMap<string, number>) =>
    [...of].map(([name, sumUs]) => [name, sumUs / 1_000] as const).toSorted((one, other) => other[1] - one[1]);
  return {
    totalMs: totalUs / 1_000,
    byEntry: ordered(sums.byEntry),
    bySelf: ordered(sums.bySelf),
    byFunction: ordered(sums.byFunction),
  };
}
