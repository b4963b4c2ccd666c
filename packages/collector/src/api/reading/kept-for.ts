import type { ReplyHead } from "../contract.ts";
import type { Kept, KeptLayer, KeptPart, KeptPeriod } from "./kept.ts";
import { assertCountable } from "./awaited.ts";
import type { Reading } from "./reading.ts";

/** What sums over accounts are read from. */
export interface KeptSource extends KeptPeriod {
  /** The part of what was done in the period before; null: there is none. */
  readonly partBefore: KeptPart | null;
  /** The part of what is said as of its last day; null: likewise. */
  readonly partThen: KeptPart | null;
}

/** Of days of one's own that are being counted for the first time: what needs all of it. */
const LAST_LAYER: KeptLayer = "people";

/**
 * What is kept, where a reading of many accounts can be answered from it. Null: everything is counted for the answer, as it
 * is for fewer accounts, of which counting costs less than what is gained by not doing it.
 * @param needed the last layer that is read of days of one's own, each with those before it.
 * @throws NotKeptError
 */
export function keptFor(reading: Reading, needed: KeptLayer = LAST_LAYER): KeptSource | null {
  const found = findKept(reading, needed);
  if (found === null && reading.keptPeriod === null) assertCountable(reading, needed);
  return found;
}

/** The same for whoever can count it at no great cost. */
export function findKept(reading: Reading, needed: KeptLayer = LAST_LAYER): KeptSource | null {
  const { keptPeriod, days } = reading;
  const found = keptPeriod ?? countingFor(reading, needed);
  if (found === null || !isOfMany(reading, found.kept)) return null;
  const { period } = found;
  const isCompared = days !== null && period !== "all";
  return {
    ...found,
    partBefore: isCompared ? `before ${period}` : null,
    partThen: isCompared ? `then ${period}` : null,
  };
}

/**
 * What is kept of what is the same in all periods, since only their end says anything about it.
 * @param needed as {@link keptFor} has it.
 * @throws NotKeptError
 */
export function keptForAny(reading: Reading, needed: KeptLayer = LAST_LAYER): Kept | null {
  const kept = reading.kept ?? countingFor(reading, needed)?.kept ?? null;
  if (kept === null) assertCountable(reading, needed);
  return kept !== null && isOfMany(reading, kept) ? kept : null;
}

/** The head of a reply that is made of what is kept wherever {@link keptFor} has something. */
export function headOf(reading: Reading, needed: KeptLayer = LAST_LAYER): ReplyHead {
  return { ...reading.head, countedAt: findKept(reading, needed)?.kept.countedAtMs ?? null };
}

/** What has been counted so far of days of one's own, of all accounts, where that is enough. */
function countingFor({ keptCounting, scope }: Reading, needed: KeptLayer): KeptPeriod | null {
  return scope.kind === "all" && keptCounting?.kept.has(needed) === true ? keptCounting : null;
}

function isOfMany({ scope }: Pick<Reading, "scope">, { minAccounts }: Kept): boolean {
  return scope.kind === "all" || scope.accounts.length >= minAccounts;
}
