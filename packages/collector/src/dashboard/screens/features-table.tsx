import type { FeaturesRow } from "../../api/contract.ts";
import { MetricCell } from "../parts/metric-cell.tsx";
import { SkeletonRows } from "../parts/skeleton-rows.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import { TableHead } from "../parts/table-head.tsx";
import { FEATURE_METRICS } from "../state/metric-columns.ts";
import type { Sort } from "../state/sort.ts";
import { groupOf, largestActiveMs, type FeatureColumn, type FeatureGroup } from "../state/sort-features.ts";

const COLUMNS = 1 + FEATURE_METRICS.length;
/** The product map of a typical product; the real number isn't known while loading. */
const SKELETON_ROWS = 9;

/** One row a feature: the defined ones, then custom menu links, then what was used outside of them. */
export function FeaturesTable({
  rows,
  hasData,
  isOutdated,
  sort,
  onSort,
}: {
  /** In order; null while there is nothing to show yet. */
  readonly rows: readonly FeaturesRow[] | null;
  /** Whether a zero in a column is one. */
  readonly hasData: (column: string) => boolean;
  readonly isOutdated: boolean;
  readonly sort: Sort<FeatureColumn>;
  readonly onSort: (sort: Sort<FeatureColumn>) => void;
}) {
  const inGroup = (group: FeatureGroup): readonly FeaturesRow[] => rows?.filter((row) => groupOf(row) === group) ?? [];
  const row = { hasData, longestMs: largestActiveMs(rows ?? []) };
  return (
    <TableFrame label="Features" isOutdated={isOutdated}>
      {/* Roles are spelled out, for as blocks on narrow screens the elements would lose theirs. */}
      <table role="table" class="table features-table" aria-busy={rows === null}>
        <TableHead<FeatureColumn> metrics={FEATURE_METRICS} sort={sort} onSort={onSort} />
        <tbody role="rowgroup">
          {rows === null && <SkeletonRows rows={SKELETON_ROWS} columns={COLUMNS} />}
          {inGroup("defined").map((feature) => (
            <Row key={feature.feature} feature={feature} {...row} />
          ))}
        </tbody>
        <Group title="Custom menu links" features={inGroup("links")} row={row} />
        <Group title="Outside the definitions" features={inGroup("outside")} row={row} />
      </table>
    </TableFrame>
  );
}

/** What all rows are shown by. */
interface RowContext {
  readonly hasData: (column: string) => boolean;
  readonly longestMs: number;
}

function Group({
  title,
  features,
  row,
}: {
  readonly title: string;
  readonly features: readonly FeaturesRow[];
  readonly row: RowContext;
}) {
  if (features.length === 0) return null;
  return (
    <tbody role="rowgroup">
      <tr role="row" class="group">
        <th role="rowheader" scope="rowgroup" colSpan={COLUMNS} class="name">
          {title}
        </th>
      </tr>
      {features.map((feature) => (
        <Row key={feature.feature} feature={feature} {...row} />
      ))}
    </tbody>
  );
}

function Row({ feature, hasData, longestMs }: { readonly feature: FeaturesRow } & RowContext) {
  const { name, detail } = caption(feature);
  return (
    <tr role="row">
      <th role="rowheader" scope="row" class="name">
        <span class="name-line">
          {/* Names may come from pages: one that is written from right to left must not turn its neighbours around. */}
          <bdi>{name}</bdi>
          {feature.kind === "link" && <span class="badge">Link</span>}
        </span>
        <span class="name-detail">{detail}</span>
      </th>
      {FEATURE_METRICS.map((metric) => (
        <MetricCell key={metric.column} column={metric} value={feature[metric.column]} hasData={hasData(metric.column)}>
          {metric.column === "activeMs" && hasData("activeMs") && (
            <Bar share={longestMs === 0 ? 0 : feature.activeMs / longestMs} />
          )}
        </MetricCell>
      ))}
    </tr>
  );
}

function caption(feature: FeaturesRow): { readonly name: string; readonly detail: string } {
  if (feature.feature === "_other")
    return { name: "Elsewhere in the product", detail: "Pages that belong to no feature" };
  if (groupOf(feature) === "links") {
    const isNamed = feature.name !== feature.feature;
    return { name: feature.name, detail: isNamed ? feature.feature : "Its page gives it no name" };
  }
  if (!feature.defined) return { name: feature.name, detail: "Not in the definitions" };
  return { name: feature.name, detail: feature.moduleName ?? "No module" };
}

/** A drawing, since the security policy allows no style attributes. */
function Bar({ share }: { readonly share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-value" width={Math.round(share * 1000) / 10} height="4" />
    </svg>
  );
}
