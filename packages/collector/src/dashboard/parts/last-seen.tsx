import { useDashboard } from "../dashboard.ts";
import { formatAgo, formatExactTime } from "../format/time.ts";

/** When an account's data last arrived; exact where the pointer rests. */
export function LastSeen({ atMs, timeZone }: { readonly atMs: number | null; readonly timeZone: string }) {
  const { now } = useDashboard();
  if (atMs === null) return <span>Never sent data</span>;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatExactTime(atMs, timeZone)}>
      Last seen {formatAgo(atMs, now.value)}
    </time>
  );
}
