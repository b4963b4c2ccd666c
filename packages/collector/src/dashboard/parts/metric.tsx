import { formatCount } from "../format/count.ts";
import { formatDuration, formatExactMs } from "../format/duration.ts";

/** Whether a scope has ever sent something: without, its zeroes are not zeroes but silence. */
interface MetricProps {
  /** Null: nobody knows. */
  readonly value: number | null;
  readonly hasData: boolean;
}

/** A counted metric; an em dash where nothing was ever received. */
export function Count({ value, hasData }: MetricProps) {
  if (value === null || (value === 0 && !hasData)) return <NoData />;
  return value === 0 ? <span class="zero">0</span> : <>{formatCount(value)}</>;
}

/** Active time; the exact milliseconds where the pointer rests. */
export function Duration({ value, hasData }: MetricProps) {
  if (value === null || (value === 0 && !hasData)) return <NoData />;
  return (
    <span class={value === 0 ? "zero" : undefined} title={formatExactMs(value)}>
      {formatDuration(value)}
    </span>
  );
}

function NoData() {
  return (
    <span class="no-data" title="No data: nothing has been received. That is not the same as zero.">
      <span aria-hidden="true">—</span>
      <span class="visually-hidden">no data</span>
    </span>
  );
}
