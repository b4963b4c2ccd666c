/** How many of the features or modules that matter most somebody has adopted, and which are missing. */
export interface CoreBreadth {
  readonly adopted: number;
  readonly core: number;
  /** 0 to 1. Null: no list of the most valuable ones was given. */
  readonly share: number | null;
  /** What to train next, in the order of the list. */
  readonly missing: readonly string[];
}

/**
 * Compares what is adopted "with your list of the most valuable modules", as CustomerSuccessBox puts it. What isn't in
 * the list counts neither way.
 */
export function coreBreadth(core: readonly string[], adopted: ReadonlySet<string>): CoreBreadth {
  const list = [...new Set(core)];
  const missing = list.filter((key) => !adopted.has(key));
  const count = list.length - missing.length;
  return { adopted: count, core: list.length, share: list.length === 0 ? null : count / list.length, missing };
}
