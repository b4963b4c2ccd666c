import type { DatabaseSync } from "node:sqlite";
import type { VitalsQuery, VitalsRow } from "../../facts.ts";

/** Answers how many document loads had which web vitals. The histograms know no accounts, so only who sees all sees them. */
export function createVitals(database: DatabaseSync) {
  const select = database.prepare(`
    SELECT features.key AS feature, vital, bucket, sum(count) AS count
    FROM vital_days JOIN features ON features.id = vital_days.feature
    WHERE day BETWEEN ? AND ? GROUP BY vital_days.feature, vital, bucket`);
  return ({ scope, days }: VitalsQuery): readonly VitalsRow[] => {
    if (scope.kind !== "all") return [];
    const { from, to } = days ?? { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
    return select.all(from, to) as unknown as readonly VitalsRow[];
  };
}
