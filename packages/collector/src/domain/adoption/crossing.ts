/** An amount that was counted at a point of time: a slot or a day. */
export interface Step {
  readonly at: number;
  readonly amount: number;
}

/** Where a running sum reached its threshold. */
export interface Crossing {
  readonly at: number;
  /** The sum before `at`. */
  readonly before: number;
}

/**
 * The first point of time at whose end the running sum is at least the threshold; exactly the threshold counts, as
 * "at least 7 minutes" of GoCSM's stages do. The order of the steps doesn't matter, so neither does the order in which
 * they arrived. Null: never reached, or no steps.
 */
export function findCrossing(steps: readonly Step[], threshold: number): Crossing | null {
  let sum = 0;
  let at: number | null = null;
  let before = 0;
  for (const step of [...steps].sort((one, other) => one.at - other.at)) {
    if (step.at !== at) {
      at = step.at;
      before = sum;
    }
    sum += step.amount;
    if (sum >= threshold) return { at, before };
  }
  return null;
}
