import type { ComponentChildren } from "preact";
import type { MetricColumn } from "../state/metric-columns.ts";
import { Count, Duration } from "./metric.tsx";

/** A number in a table. On narrow screens the rows are blocks, and each number carries its column's label. */
export function MetricCell({
  column: { column, label, isTold = false },
  value,
  hasData,
  children,
}: {
  readonly column: MetricColumn<string>;
  /** Null: nobody knows. */
  readonly value: number | null;
  readonly hasData: boolean;
  /** What stands under the number. */
  readonly children?: ComponentChildren;
}) {
  const Metric = column === "activeMs" ? Duration : Count;
  return (
    <td role="cell" class="number" data-label={label}>
      <Metric value={value} hasData={hasData || isTold} />
      {children}
    </td>
  );
}
