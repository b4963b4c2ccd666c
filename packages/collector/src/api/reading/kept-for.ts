import type { PeriodPreset } from "../../domain/period/period.ts";
import type { ReplyHead } from "../contract.ts";
import type { Kept } from "./kept.ts";
import type { Reading } from "./reading.ts";

/** What sums over accounts are read from. */
export interface KeptPeriod {
  readonly kept: Kept;
  readonly preset: PeriodPreset;
}

/**
 * What is kept, where a reading of many accounts over a preset period can be answered from it. Null: everything is counted
 * for the answer, as it is for fewer accounts, of which counting costs less than what is gained by not doing it.
 */
export function keptFor({ kept, preset, scope }: Pick<Reading, "kept" | "preset" | "scope">): KeptPeriod | null {
  if (kept === null || preset === null) return null;
  return scope.kind === "all" || scope.accounts.length >= kept.minAccounts ? { kept, preset } : null;
}

/** Likewise of what is the same in all periods, since only their end says anything about it. */
export function keptForAny({ kept, scope }: Pick<Reading, "kept" | "scope">): Kept | null {
  return keptFor({ kept, scope, preset: "all" })?.kept ?? null;
}

/** The head of a reply that is made of what is kept wherever {@link keptFor} has something. */
export function headOf(reading: Reading): ReplyHead {
  return { ...reading.head, countedAt: keptFor(reading)?.kept.countedAtMs ?? null };
}
