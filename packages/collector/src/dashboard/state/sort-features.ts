import type { FeaturesRow } from "../../api/contract.ts";
import { LOCALE } from "../format/locale.ts";
import { FEATURE_METRICS } from "./metric-columns.ts";
import type { Sort } from "./sort.ts";

/** Columns of the features table. */
export type FeatureColumn = "name" | (typeof FEATURE_METRICS)[number]["column"];

/** All of them, in the order of the screen. */
export const FEATURE_COLUMNS: readonly FeatureColumn[] = ["name", ...FEATURE_METRICS.map(({ column }) => column)];

const collator = new Intl.Collator(LOCALE, { numeric: true, sensitivity: "base" });

/** Where a feature stands on the screen. */
export type FeatureGroup = "defined" | "links" | "outside";

/** The groups in the order of the screen. */
const GROUPS: readonly FeatureGroup[] = ["defined", "links", "outside"];

/** What the definitions name, the links that need no definition, and what is used outside of both. */
export function groupOf({ defined, kind }: FeaturesRow): FeatureGroup {
  if (defined) return "defined";
  return kind === "link" ? "links" : "outside";
}

/**
 * Orders the features: by group whatever the order, since the list is the product's map; equal values by name, so that
 * rows don't change places between two refreshes.
 */
export function sortFeatures(rows: readonly FeaturesRow[], sort: Sort<FeatureColumn>): readonly FeaturesRow[] {
  const { column } = sort;
  const direction = sort.descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const group = GROUPS.indexOf(groupOf(one)) - GROUPS.indexOf(groupOf(other));
    if (group !== 0) return group;
    const byName = collator.compare(one.name, other.name);
    return column === "name" ? direction * byName : byAmount(one[column], other[column], direction) || byName;
  });
}

/** What nobody knows comes last, in either direction. */
function byAmount(one: number | null, other: number | null, direction: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return direction * (one - other);
}

/** The most engaged features that were used at all, at most `count`; equal engagement by time. */
export function topFeatures(rows: readonly FeaturesRow[], count: number): readonly FeaturesRow[] {
  return rows
    .filter((row) => row.defined && (row.engagement > 0 || row.activeMs > 0))
    .toSorted((one, other) => other.engagement - one.engagement || other.activeMs - one.activeMs)
    .slice(0, count);
}

/** The longest time of any row, in milliseconds: the full width of the comparison bars. */
export function largestActiveMs(rows: readonly FeaturesRow[]): number {
  return Math.max(0, ...rows.map(({ activeMs }) => activeMs));
}
