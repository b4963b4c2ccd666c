import type { AccountsRow } from "../../api/contract.ts";
import { formatDate } from "../format/time.ts";

/** Says of an account that has left that it has; of one whose leaving is only announced nothing. */
export function ChurnBadge({
  row: { kind, churnedAt },
  timeZone,
  withDay = false,
}: {
  readonly row: Pick<AccountsRow, "kind" | "churnedAt">;
  readonly timeZone: string;
  /** Whether the day is said, too; else it shows where the pointer rests. */
  readonly withDay?: boolean;
}) {
  if (kind !== "churned" || churnedAt === null) return null;
  const text = `Churned on ${formatDate(churnedAt, timeZone)}`;
  return (
    <span class="badge badge-warning" title={withDay ? undefined : text}>
      {withDay ? text : "Churned"}
    </span>
  );
}
