import type { MetricColumn } from "../state/metric-columns.ts";
import type { Sort } from "../state/sort.ts";
import { SortHeader } from "./sort-header.tsx";

/** The headers of a table whose first column is a name and whose others are metrics; each sorts. */
export function TableHead<Column extends string>({
  metrics,
  sort,
  onSort,
}: {
  readonly metrics: readonly MetricColumn<Column>[];
  readonly sort: Sort<Column | "name">;
  readonly onSort: (sort: Sort<Column | "name">) => void;
}) {
  const header = { sort, onSort };
  return (
    <thead role="rowgroup">
      <tr role="row">
        <SortHeader column="name" label="Name" hint="In alphabetical order" isNumber={false} {...header} />
        {metrics.map((metric) => (
          <SortHeader key={metric.column} {...metric} {...header} />
        ))}
      </tr>
    </thead>
  );
}
