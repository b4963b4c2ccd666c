import type { ReplyHead } from "../contract.ts";
import type { Kept, KeptPart, KeptPeriod } from "./kept.ts";
import { assertCountable } from "./awaited.ts";
import type { Reading } from "./reading.ts";

/** What sums over accounts are read from. */
export interface KeptSource extends KeptPeriod {
  /** The part of the period before; null: there is none. */
  readonly partBefore: KeptPart | null;
}

/**
 * What is kept, where a reading of many accounts can be answered from it. Null: everything is counted for the answer, as it
 * is for fewer accounts, of which counting costs less than what is gained by not doing it.
 * @throws NotKeptError
 */
export function keptFor(reading: Reading): KeptSource | null {
  if (reading.keptPeriod === null) assertCountable(reading);
  return findKept(reading);
}

/** The same for whoever can count it at no great cost. */
export function findKept(reading: Reading): KeptSource | null {
  const { keptPeriod: found, days } = reading;
  if (found === null || !isOfMany(reading, found.kept)) return null;
  const { period } = found;
  return { ...found, partBefore: days === null || period === "all" ? null : `before ${period}` };
}

/**
 * What is kept of what is the same in all periods, since only their end says anything about it.
 * @throws NotKeptError
 */
export function keptForAny(reading: Reading): Kept | null {
  const { kept } = reading;
  if (kept === null) assertCountable(reading);
  return kept !== null && isOfMany(reading, kept) ? kept : null;
}

/** The head of a reply that is made of what is kept wherever {@link keptFor} has something. */
export function headOf(reading: Reading): ReplyHead {
  return { ...reading.head, countedAt: findKept(reading)?.kept.countedAtMs ?? null };
}

function isOfMany({ scope }: Pick<Reading, "scope">, { minAccounts }: Kept): boolean {
  return scope.kind === "all" || scope.accounts.length >= minAccounts;
}
