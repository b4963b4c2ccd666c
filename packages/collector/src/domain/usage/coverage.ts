import { countCommon } from "./count-common.ts";

/** How many days, the last one among them, coverage looks at. */
export const COVERAGE_DAYS = 14;

const TRUSTED_PERCENT = 80;

/** How much of what happens the tracker can see. */
export interface Coverage {
  /** Users whom the host's server has seen in the window. */
  readonly seenByServer: number;
  /** Those of them whom the tracker has seen too. */
  readonly seenByBoth: number;
  /** Users of the tracker whom the server didn't tell of: a sign that its presences are incomplete. */
  readonly onlySeenByTracker: number;
  /** Of those whom the server has seen, 0 to 100. */
  readonly percent: number;
}

/**
 * Coverage of an account over a window = users seen by the tracker ÷ users seen by the server. It tells "doesn't use it"
 * from "we can't see it" (blocker, script not deployed, no consent). Only users whom the server knows count above the
 * line, so strangers can't make up for those who are missing, and it never exceeds 100 %.
 * @returns null without server-seen users: not known, which is neither good nor bad.
 */
export function coverageOf(byTracker: ReadonlySet<string>, byServer: ReadonlySet<string>): Coverage | null {
  if (byServer.size === 0) return null;
  const seenByBoth = countCommon(byServer, byTracker);
  return {
    seenByServer: byServer.size,
    seenByBoth,
    onlySeenByTracker: byTracker.size - seenByBoth,
    percent: (100 * seenByBoth) / byServer.size,
  };
}

/**
 * Whether numbers may be shown unmarked and drops be told: from 80 % on, 80 % included. Without presences nothing
 * speaks against them, so they are trusted.
 */
export function isTrusted(coverage: Pick<Coverage, "percent"> | null): boolean {
  return coverage === null || coverage.percent >= TRUSTED_PERCENT;
}
