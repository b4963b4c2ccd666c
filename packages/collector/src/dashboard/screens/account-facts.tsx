import type { AccountsRow } from "../../api/contract.ts";
import { formatDate } from "../format/time.ts";
import { LastSeen } from "../parts/last-seen.tsx";

/** What is known of one account beside its numbers: plan, last seen, whether it has left. */
export function AccountFacts({ row, timeZone }: { readonly row: AccountsRow | null; readonly timeZone: string }) {
  if (row === null) {
    return (
      <p class="facts">
        <span class="skeleton skeleton-sync" />
      </p>
    );
  }
  return (
    <p class="facts">
      <span>
        Plan: <strong>{row.plan ?? "not given"}</strong>
      </span>
      <LastSeen atMs={row.lastReceivedAt} timeZone={timeZone} />
      {row.churnedAt !== null && (
        <span class="badge badge-warning">Churned on {formatDate(row.churnedAt, timeZone)}</span>
      )}
      {!row.inRoster && <span class="badge">Not in the roster</span>}
    </p>
  );
}
