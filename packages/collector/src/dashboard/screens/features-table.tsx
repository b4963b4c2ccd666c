import type { FeaturesRow } from "../../api/contract.ts";
import { Count, Duration } from "../parts/metric.tsx";
import { SkeletonRows } from "../parts/skeleton-rows.tsx";
import { SortHeader } from "../parts/sort-header.tsx";
import { TableFrame } from "../parts/table-frame.tsx";
import type { Sort } from "../state/sort.ts";
import { largestActiveMs, type FeatureColumn } from "../state/sort-features.ts";

const COLUMNS = 7;
/** The product map of a typical product; the real number isn't known while loading. */
const SKELETON_ROWS = 9;

/** One row a feature: the defined ones, then what was used outside of them. */
export function FeaturesTable({
  rows,
  hasData,
  isOutdated,
  sort,
  onSort,
}: {
  /** In order; null while there is nothing to show yet. */
  readonly rows: readonly FeaturesRow[] | null;
  readonly hasData: boolean;
  readonly isOutdated: boolean;
  readonly sort: Sort<FeatureColumn>;
  readonly onSort: (sort: Sort<FeatureColumn>) => void;
}) {
  const header = { sort, onSort };
  const defined = rows?.filter((row) => row.defined) ?? [];
  const others = rows?.filter((row) => !row.defined) ?? [];
  const row = { hasData, longestMs: largestActiveMs(rows ?? []) };
  return (
    <TableFrame label="Features" isOutdated={isOutdated}>
      <table class="table features-table" aria-busy={rows === null}>
        <thead>
          <tr>
            <SortHeader column="name" label="Name" isNumber={false} hint="The feature and its module" {...header} />
            <SortHeader column="assets" label="Assets" hint="Things made with the feature" {...header} />
            <SortHeader
              column="activeAssets"
              label="Active assets"
              hint="Assets that are set up and working"
              {...header}
            />
            <SortHeader column="engagement" label="Engagement" hint="Actions of value in the period" {...header} />
            <SortHeader column="activeMs" label="Time spent" hint="Active time in the period" {...header} />
            <SortHeader column="visits" label="Visits" hint="Entries into the feature in the period" {...header} />
            <SortHeader column="users" label="People" hint="People who used it in the period" {...header} />
          </tr>
        </thead>
        <tbody>
          {rows === null && <SkeletonRows rows={SKELETON_ROWS} columns={COLUMNS} />}
          {defined.map((feature) => (
            <Row key={feature.feature} feature={feature} {...row} />
          ))}
        </tbody>
        {others.length > 0 && (
          <tbody>
            <tr class="group">
              <th scope="rowgroup" colSpan={COLUMNS}>
                <span class="group-label">Outside the definitions</span>
              </th>
            </tr>
            {others.map((feature) => (
              <Row key={feature.feature} feature={feature} {...row} />
            ))}
          </tbody>
        )}
      </table>
    </TableFrame>
  );
}

function Row({
  feature,
  hasData,
  longestMs,
}: {
  readonly feature: FeaturesRow;
  readonly hasData: boolean;
  readonly longestMs: number;
}) {
  const { name, detail } = caption(feature);
  return (
    <tr>
      <th scope="row" class="name">
        <span class="name-line">{name}</span>
        <span class="name-detail">{detail}</span>
      </th>
      <td class="number">
        <Count value={feature.assets} hasData={hasData} />
      </td>
      <td class="number">
        <Count value={feature.activeAssets} hasData={hasData} />
      </td>
      <td class="number">
        <Count value={feature.engagement} hasData={hasData} />
      </td>
      <td class="number">
        <Duration value={feature.activeMs} hasData={hasData} />
        <Bar share={longestMs === 0 ? 0 : feature.activeMs / longestMs} />
      </td>
      <td class="number">
        <Count value={feature.visits} hasData={hasData} />
      </td>
      <td class="number">
        <Count value={feature.users} hasData={hasData} />
      </td>
    </tr>
  );
}

function caption(feature: FeaturesRow): { readonly name: string; readonly detail: string } {
  if (feature.feature === "_other")
    return { name: "Elsewhere in the product", detail: "No feature claims these pages" };
  if (!feature.defined) return { name: feature.name, detail: "Not in the definitions" };
  return { name: feature.name, detail: feature.module ?? "No module" };
}

/** A drawing, since the security policy allows no style attributes. */
function Bar({ share }: { readonly share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-value" width={Math.round(share * 1000) / 10} height="4" />
    </svg>
  );
}
