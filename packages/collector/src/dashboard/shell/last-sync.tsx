import { useDashboard } from "../dashboard.ts";
import { formatAgo, formatExactTime } from "../format/time.ts";

/** When the collector last took in something, always in sight; exact where the pointer rests. */
export function LastSync() {
  const { head, now, isOnline } = useDashboard();
  return (
    <p class="last-sync">
      {!isOnline.value && <span class="badge badge-warning">Offline</span>}
      <SyncTime head={head.value} nowMs={now.value} />
    </p>
  );
}

function SyncTime({
  head,
  nowMs,
}: {
  readonly head: { readonly asOf: number | null; readonly timeZone: string } | null;
  readonly nowMs: number;
}) {
  if (head === null) return <span>Last sync not known yet</span>;
  if (head.asOf === null) return <span>No data received yet</span>;
  const exact = formatExactTime(head.asOf, head.timeZone);
  return (
    <span>
      Last sync{" "}
      <time dateTime={new Date(head.asOf).toISOString()} title={exact}>
        {formatAgo(head.asOf, nowMs)}
        <span class="last-sync-exact"> · {exact}</span>
      </time>
    </span>
  );
}
