import { seventyFifthPercentile } from "../domain/vital-buckets.ts";
import type { VitalsRow } from "../store/facts.ts";
import type { FeatureVitals } from "./contract.ts";

/** The 75th percentile of each web vital, by feature; features that nobody measured are not in it. */
export function summarizeVitals(rows: readonly VitalsRow[]): ReadonlyMap<string, FeatureVitals> {
  const byFeature = new Map<string, VitalsRow[]>();
  for (const row of rows) {
    const known = byFeature.get(row.feature);
    if (known === undefined) byFeature.set(row.feature, [row]);
    else known.push(row);
  }
  const of = (own: readonly VitalsRow[], vital: VitalsRow["vital"]): number | null =>
    seventyFifthPercentile(own.filter((row) => row.vital === vital));
  return new Map(
    [...byFeature].map(([feature, own]) => [
      feature,
      { lcpMs: of(own, "lcpMs"), inpMs: of(own, "inpMs"), cls1000: of(own, "cls1000") },
    ]),
  );
}
