/** A table of sums, by its key columns. All names are constants of this file: only they ever become part of SQL. */
export interface RollupTable {
  readonly name: string;
  /** In the order of its primary key. */
  readonly keys: readonly KeyColumn[];
  readonly counters: readonly string[];
}

/** A column by which sums are kept. */
export type KeyColumn = "day" | "account" | "user" | "feature" | "action";

/** Active time under the four idle limits, and visits. */
export const TIME_COUNTERS: readonly string[] = [
  "active_30s_ms",
  "active_60s_ms",
  "active_120s_ms",
  "active_none_ms",
  "visits",
];

const ACTION_COUNTERS: readonly string[] = ["count"];

/** Smallest first: the first that has all the columns a question needs answers it. The last is the finest. */
export const TIME_ROLLUPS: readonly RollupTable[] = [
  { name: "feature_days", keys: ["day", "feature"], counters: TIME_COUNTERS },
  { name: "account_days", keys: ["day", "account"], counters: TIME_COUNTERS },
  { name: "account_feature_days", keys: ["day", "account", "feature"], counters: TIME_COUNTERS },
  { name: "member_days", keys: ["day", "account", "user"], counters: TIME_COUNTERS },
  { name: "member_feature_days", keys: ["day", "account", "user", "feature"], counters: TIME_COUNTERS },
];

/** The time rollup with the fewest rows. It has every day that any of them has. */
export const SMALLEST_TIME_ROLLUP = "feature_days";

/** Likewise for counts of actions. */
export const ACTION_ROLLUPS: readonly RollupTable[] = [
  { name: "action_days", keys: ["day", "feature", "action"], counters: ACTION_COUNTERS },
  { name: "account_action_days", keys: ["day", "account", "feature", "action"], counters: ACTION_COUNTERS },
  { name: "member_action_days", keys: ["day", "account", "user", "feature", "action"], counters: ACTION_COUNTERS },
];

/** Both sorts. */
export const ALL_ROLLUPS: readonly RollupTable[] = [...TIME_ROLLUPS, ...ACTION_ROLLUPS];

/** Every cell and base row, by workspace day. Needs the SQL function `workspace_day`. */
export const TIME_DETAIL = `
  SELECT workspace_day(slot) AS day, account, user, feature, ${TIME_COUNTERS.join(", ")}
  FROM cells JOIN writers ON writers.id = cells.writer
  UNION ALL
  SELECT workspace_day(slot), account, user, feature, ${TIME_COUNTERS.join(", ")} FROM base`;

/** Every counted action, likewise. */
export const ACTION_DETAIL = `
  SELECT workspace_day(slot) AS day, account, user, feature, action, count
  FROM cell_actions JOIN writers ON writers.id = cell_actions.writer
  UNION ALL
  SELECT workspace_day(slot), account, user, feature, action, count FROM base_actions`;

/** The sums that a rollup should hold, from a table or query with at least its columns. Sums of zero have no row. */
export function recomputedRollup({ keys, counters }: RollupTable, from: string): string {
  const sums = counters.map((counter) => `sum(${counter}) AS ${counter}`).join(", ");
  const something = counters.map((counter) => `sum(${counter}) <> 0`).join(" OR ");
  return `SELECT ${keys.join(", ")}, ${sums} FROM ${from} GROUP BY ${keys.join(", ")} HAVING ${something}`;
}
