import { groupBy } from "../../domain/group-by.ts";
import { lastDays } from "../../domain/period/day-range.ts";
import { COVERAGE_DAYS, coverageOf, isTrusted, type Coverage } from "../../domain/usage/coverage.ts";
import { toldDays, usedDays } from "./presence.ts";
import type { Reading } from "./reading.ts";

/** How much of an account's people can be seen, over the 14 days that end with the reading's last day. */
export interface AccountCoverage {
  /** Null: the host's server tells of nobody. */
  readonly coverage: Coverage | null;
  /** People whom the tracker has seen, told of or not. */
  readonly seenByTracker: number;
}

const NOBODY: AccountCoverage = { coverage: null, seenByTracker: 0 };

/** Finds the coverage of each account that the reading can see. */
export function coverages(reading: Reading): Promise<(account: string) => AccountCoverage> {
  return reading.derive("coverages", async () => {
    const days = lastDays(COVERAGE_DAYS, reading.lastDay);
    const [tracked, told] = await Promise.all([usedDays(reading, "member", days), toldDays(reading, "member", days)]);
    const [trackedOf, toldOf] = [groupBy(tracked, accountOf), groupBy(told, accountOf)];
    const found = new Map(
      [...new Set([...trackedOf.keys(), ...toldOf.keys()])].map((account): [string, AccountCoverage] => {
        const byTracker = peopleOf(trackedOf.get(account));
        const coverage = coverageOf(byTracker, peopleOf(toldOf.get(account)));
        return [account, { coverage, seenByTracker: byTracker.size }];
      }),
    );
    return (account: string) => found.get(account) ?? NOBODY;
  });
}

/** Coverage as rows of accounts have it beside their figures. */
export function coverageColumns({ coverage }: { readonly coverage: Pick<Coverage, "percent"> | null }): {
  readonly coveragePercent: number | null;
  readonly isTrusted: boolean;
} {
  return { coveragePercent: coverage === null ? null : coverage.percent, isTrusted: isTrusted(coverage) };
}

/** A member's key begins with the account. */
function accountOf({ person }: { readonly person: string }): string {
  return person.slice(0, person.indexOf("\n"));
}

function peopleOf(rows: readonly { readonly person: string }[] = []): ReadonlySet<string> {
  return new Set(rows.map(({ person }) => person));
}
