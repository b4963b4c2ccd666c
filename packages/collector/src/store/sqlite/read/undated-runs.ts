/**
 * Whether runs of an asset that are of no day may have been since a moment: they were there when it was first told of, so not if
 * that was before, nor if its last run was.
 * @param row what has the asset's columns. @param from the moment, Unix ms, in SQL.
 */
export function mayHaveRunSince(row: string, from: string): string {
  return `(${row}.undated_runs > 0 AND ${row}.known_at_ms >= ${from} AND coalesce(${row}.last_run_at_ms >= ${from}, 1))`;
}
