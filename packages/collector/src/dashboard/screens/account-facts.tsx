import type { AccountsRow } from "../../api/contract.ts";
import { ChurnBadge } from "../parts/churn-badge.tsx";
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
      <LastSeen row={row} timeZone={timeZone} />
      <ChurnBadge row={row} timeZone={timeZone} withDay />
      {!row.inRoster && <span class="badge">Not in the roster</span>}
    </p>
  );
}
