import type { ComponentChildren } from "preact";
import type { AccountsRow } from "../../api/contract.ts";
import { Count, Duration } from "../parts/metric.tsx";

/** The four metrics of one account. */
export function AccountTotals({ row }: { readonly row: AccountsRow | null }) {
  const hasData = row !== null && row.lastReceivedAt !== null;
  return (
    <dl class="totals" aria-busy={row === null}>
      <Total name="Assets">{row && <Count value={row.assets} hasData={hasData} />}</Total>
      <Total name="Active assets">{row && <Count value={row.activeAssets} hasData={hasData} />}</Total>
      <Total name="Engagement">{row && <Count value={row.engagement} hasData={hasData} />}</Total>
      <Total name="Time spent">{row && <Duration value={row.activeMs} hasData={hasData} />}</Total>
    </dl>
  );
}

function Total({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="total">
      <dt>{name}</dt>
      <dd>{children ?? <span class="skeleton" />}</dd>
    </div>
  );
}
