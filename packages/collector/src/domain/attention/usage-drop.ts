import type { AttentionRules } from "../definitions/attention-definition.ts";
import { compareShare } from "../share.ts";
import { isTrusted } from "../usage/coverage.ts";
import type { AccountSignals } from "./account-signals.ts";

/**
 * By how much an account's active time has dropped, percent. Null: by less than the definitions call a drop, or from too little,
 * or the tracker sees too few of the users for it to mean anything.
 */
export function usageDrop(
  {
    usage: { recentMs, beforeMs },
    coverage,
  }: Pick<AccountSignals, "usage"> & { readonly coverage: { readonly percent: number } | null },
  { dropPercent, dropBaselineMs }: Pick<AttentionRules, "dropPercent" | "dropBaselineMs">,
): number | null {
  if (!isTrusted(coverage)) return null;
  if (beforeMs < dropBaselineMs || compareShare(recentMs, beforeMs, 100 - dropPercent) > 0) return null;
  return Math.round(((beforeMs - recentMs) * 100) / beforeMs);
}
