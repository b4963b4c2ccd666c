import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { percentOf } from "../domain/share.ts";
import { engagementOf } from "../domain/engagement.ts";
import type { AssetCountRow } from "../store/assets-question.ts";
import type { ActionTotalsRow, TotalsRow } from "../store/facts.ts";
import type { Metrics } from "./contract.ts";

/** The four metrics and visits of something, whether or not anybody has told of assets. */
export type CountedMetrics = { readonly [Metric in keyof Metrics]: NonNullable<Metrics[Metric]> };

/** Rows of the store, and by what they are to be grouped; null leaves a row out. */
export interface MetricSources {
  readonly totals: { readonly rows: readonly TotalsRow[]; readonly key: (row: TotalsRow) => string | null };
  readonly actions: {
    readonly rows: readonly ActionTotalsRow[];
    readonly key: (row: ActionTotalsRow) => string | null;
  };
  readonly assets: { readonly rows: readonly AssetCountRow[]; readonly key: (row: AssetCountRow) => string | null };
}

/** The metrics of something from which nothing came. */
export const NO_METRICS: CountedMetrics = { assets: 0, activeAssets: 0, engagement: 0, activeMs: 0, visits: 0 };

/** Sums the four metrics of each group, active time under the workspace's idle limit. */
export function groupMetrics(
  sources: MetricSources,
  definitions: CompiledDefinitions,
): ReadonlyMap<string, CountedMetrics> {
  const groups = new Map<string, CountedMetrics>();
  const add = (key: string | null, part: Partial<CountedMetrics>): void => {
    if (key === null) return;
    const sum = groups.get(key) ?? NO_METRICS;
    groups.set(key, {
      assets: sum.assets + (part.assets ?? 0),
      activeAssets: sum.activeAssets + (part.activeAssets ?? 0),
      engagement: sum.engagement + (part.engagement ?? 0),
      activeMs: sum.activeMs + (part.activeMs ?? 0),
      visits: sum.visits + (part.visits ?? 0),
    });
  };
  for (const row of sources.totals.rows) {
    add(sources.totals.key(row), { activeMs: row.activeMs[definitions.idleLimitIndex] ?? 0, visits: row.visits });
  }
  for (const row of sources.actions.rows) {
    add(sources.actions.key(row), { engagement: engagementOf([row], definitions) });
  }
  for (const row of sources.assets.rows) {
    add(sources.assets.key(row), { assets: row.assets, activeAssets: row.activeAssets });
  }
  return groups;
}

/** With the share of the assets that are active, in percent; null: there are none. */
export function withShare<Counts extends Pick<CountedMetrics, "assets" | "activeAssets">>(
  counts: Counts,
): Counts & { readonly activeAssetPercent: number | null } {
  return { ...counts, activeAssetPercent: percentOf(counts.activeAssets, counts.assets) };
}
