import type { ActiveMs } from "@uptake/tracker/protocol";

/** A row of the database by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** Row counters as active time under the four idle limits. */
export function activeMsOf(row: Row): ActiveMs {
  const { active_30s_ms: first, active_60s_ms: second, active_120s_ms: third, active_none_ms: fourth } = row;
  return [Number(first), Number(second), Number(third), Number(fourth)];
}
