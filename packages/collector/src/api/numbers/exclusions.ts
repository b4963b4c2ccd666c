import type { AccountExclusion, IneligibilityReason } from "../../domain/adoption/eligibility.ts";
import type { AccountEligibility } from "../reading/eligibility.ts";
import type { Exclusion } from "./number.ts";

/** Whom numbers of those who could adopt a feature leave out, and why. */

/** Why accounts that only turned up are no companies. */
export const NOT_IN_ROSTER = "Seen in browsers, and not in the roster.";

/** In words, why somebody isn't counted. */
export const REASONS: Readonly<Record<IneligibilityReason | AccountExclusion, string>> = {
  left: "The account has left.",
  notInRoster: NOT_IN_ROSTER,
  notLaunched: "The feature isn't launched yet.",
  plan: "The feature isn't on the account's plan.",
  notLicensed: "The account has no seat in the feature's module.",
  accountAnswer: "Somebody has said that it isn't relevant to the account.",
  nobodyThere: "It isn't relevant to anybody who is known there, by role, seat or answer.",
  role: "It isn't relevant in their role.",
  noSeat: "All seats of the module are somebody else's.",
  answer: "Somebody has said that it isn't relevant to them.",
};

/** How many accounts are left out, and how many people of the others, by the reason. */
export function exclusionsOf(found: readonly AccountEligibility[]): readonly Exclusion[] {
  return tallied(
    found.flatMap(({ unavailable, excluded }) => [
      ...(unavailable === null ? [] : [{ what: "Accounts", reason: unavailable }]),
      ...excluded.map(({ reason }) => ({ what: "Members", reason })),
    ]),
  );
}

/** How many accounts are left out of a rate of accounts, by the reason. */
export function accountExclusions(found: readonly AccountEligibility[]): readonly Exclusion[] {
  return tallied(found.flatMap(({ leftOut }) => (leftOut === null ? [] : [{ what: "Accounts", reason: leftOut }])));
}

/** How many members are left out, by the reason, those of accounts that are left out among them. */
export function memberExclusions(excluded: readonly { readonly reason: IneligibilityReason }[]): readonly Exclusion[] {
  return tallied(excluded.map(({ reason }) => ({ what: "Members", reason })));
}

function tallied(
  leftOut: readonly { readonly what: string; readonly reason: IneligibilityReason | AccountExclusion }[],
): readonly Exclusion[] {
  const counts = new Map<string, { readonly what: string; readonly why: string; value: number }>();
  for (const { what, reason } of leftOut) {
    const key = `${what} ${reason}`;
    const known = counts.get(key) ?? { what, why: REASONS[reason], value: 0 };
    known.value += 1;
    counts.set(key, known);
  }
  return [...counts.values()];
}
