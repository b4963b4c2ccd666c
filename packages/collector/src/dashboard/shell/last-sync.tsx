import type { ComponentChildren } from "preact";
import { useDashboard } from "../dashboard.ts";
import { formatAgo, formatExactTime } from "../format/time.ts";

/**
 * When the collector last took in something, always in sight; exact where the pointer rests. Numbers that were counted before
 * that say so: what came since isn't in them.
 */
export function LastSync() {
  const { head, now, isOnline } = useDashboard();
  return (
    <p class="last-sync">
      {!isOnline.value && <span class="badge badge-warning">Offline</span>}
      <SyncTime head={head.value} nowMs={now.value} />
    </p>
  );
}

interface Head {
  readonly asOf: number | null;
  readonly countedAt: number | null;
  readonly timeZone: string;
}

function SyncTime({ head, nowMs }: { readonly head: Head | null; readonly nowMs: number }) {
  if (head === null) return <span>Last sync not known yet</span>;
  const { asOf, countedAt, timeZone } = head;
  if (asOf === null) return <span>No data received yet</span>;
  const isBehind = countedAt !== null && countedAt < asOf;
  return (
    <>
      <span>
        Last sync{" "}
        <Moment atMs={asOf} timeZone={timeZone}>
          {formatAgo(asOf, nowMs)}
          <span class="last-sync-exact"> · {formatExactTime(asOf, timeZone)}</span>
        </Moment>
      </span>
      {isBehind && (
        <span class="last-sync-counted">
          Numbers counted{" "}
          <Moment atMs={countedAt} timeZone={timeZone}>
            {formatAgo(countedAt, nowMs)}
          </Moment>
        </span>
      )}
    </>
  );
}

function Moment({
  atMs,
  timeZone,
  children,
}: {
  readonly atMs: number;
  readonly timeZone: string;
  readonly children: ComponentChildren;
}) {
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatExactTime(atMs, timeZone)}>
      {children}
    </time>
  );
}
