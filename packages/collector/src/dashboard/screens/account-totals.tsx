import type { AccountsRow } from "../../api/contract.ts";
import { Count, Duration } from "../parts/metric.tsx";
import { hasDataIn } from "../state/has-data-in.ts";
import { FOUR_METRICS } from "../state/metric-columns.ts";

/** The four metrics of one account. */
export function AccountTotals({ row }: { readonly row: AccountsRow | null }) {
  return (
    <dl class="totals" aria-busy={row === null}>
      {FOUR_METRICS.map((metric) => {
        const { column, label } = metric;
        const isTold = "isTold" in metric;
        const Metric = column === "activeMs" ? Duration : Count;
        return (
          <div key={column} class="total">
            <dt>{label}</dt>
            <dd>
              {row ? (
                <Metric value={row[column]} hasData={isTold || hasDataIn(column, row)} />
              ) : (
                <span class="skeleton" />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
