import type { WorkspaceDay } from "../domain/day.ts";

/**
 * What the members of some accounts did in features on each day, in columns: all sums of time and visits of these accounts,
 * over whatever days, follow from it. Rows come day after day.
 */
export interface UseDays {
  /** The last day that was read. */
  readonly until: WorkspaceDay;
  readonly day: Int32Array;
  /** Indexes into the keys. */
  readonly account: Int32Array;
  readonly user: Int32Array;
  readonly feature: Int32Array;
  /** Of each row five: active time under the four idle limits, ms, and visits. */
  readonly counters: Float64Array;
  /** The keys of those who did anything. */
  readonly accounts: readonly string[];
  readonly users: readonly string[];
  readonly features: readonly string[];
}

/** Counters of a row of {@link UseDays}. */
export const USE_COUNTERS = 5;

/** Which days are read. */
export interface UseDaysQuery {
  readonly accounts: readonly string[];
  /** The last day that counts. */
  readonly until: WorkspaceDay;
  /** Whose days. @defaultValue everybody's */
  readonly users?: ReadonlySet<string>;
  /** @defaultValue as many rows as fit into memory */
  readonly maxRows?: number;
}

/** Reads it. @throws TooManySumsError when there are more rows. */
export type ReadUseDays = (query: UseDaysQuery) => UseDays;
