import type { AccountsRow } from "../../api/contract.ts";
import { useDashboard } from "../dashboard.ts";
import { formatAgo, formatExactTime } from "../format/time.ts";

/** When use of an account last arrived; exact where the pointer rests. */
export function LastSeen({
  row: { lastReceivedAt: atMs, hasData },
  timeZone,
}: {
  readonly row: Pick<AccountsRow, "lastReceivedAt" | "hasData">;
  readonly timeZone: string;
}) {
  const { now } = useDashboard();
  if (atMs === null && !hasData) return <span>Never sent data</span>;
  if (atMs === null) {
    return (
      <span title="No browser has sent anything. What is known of it your server told.">Told by the server only</span>
    );
  }
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatExactTime(atMs, timeZone)}>
      Last seen {formatAgo(atMs, now.value)}
    </time>
  );
}
