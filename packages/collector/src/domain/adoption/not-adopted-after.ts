const DAY_MS = 86_400_000;

/** What {@link isNotAdoptedAfter} looks at: a member, or an account of which no member has adopted it. */
export interface UnadoptedCase {
  /** From when it could have been adopted; see `waitingSince`. null: never seen, so nothing can be expected. */
  readonly sinceMs: number | null;
  /** null: not adopted. */
  readonly adoptedAtMs: number | null;
}

/**
 * Whether a feature has still not been adopted so many days after it could have been: since the member was first seen, or
 * since there is the feature. Exactly so many days are enough; who adopts it later is no case any more.
 */
export function isNotAdoptedAfter({ sinceMs, adoptedAtMs }: UnadoptedCase, days: number, nowMs: number): boolean {
  return sinceMs !== null && adoptedAtMs === null && nowMs - sinceMs >= days * DAY_MS;
}
