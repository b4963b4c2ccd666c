import type { WorkspaceDay } from "../day.ts";

/** One member, or account, on the way to a feature or milestone. */
export interface AdoptionCase {
  /** First day on which it could begin: first seen. */
  readonly firstDay: WorkspaceDay;
  /** Day of adoption; null: not adopted. */
  readonly adoptedDay: WorkspaceDay | null;
}

/** How long it takes to get there. */
export interface TimeToAdopt {
  /** Everybody who had begun. */
  readonly cases: number;
  readonly adopted: number;
  /** Who hasn't got there. They count in the two figures below. */
  readonly open: number;
  /** Days after which half of all cases had adopted, 0 for the first day itself. Null: fewer than half have. */
  readonly medianDays: number | null;
  /** Days after which nine of ten had. Null: fewer have. */
  readonly p90Days: number | null;
}

/**
 * Time to adopt of a cohort, as known on a day. Open cases count as longer than all others: a median over those who got
 * there only would look better the more give up. By nearest rank, so each figure is a number of days that somebody took.
 * @param until last day that counts: who began later is left out, and an adoption later than it is still open.
 */
export function timeToAdopt(cases: readonly AdoptionCase[], until: WorkspaceDay): TimeToAdopt {
  const begun = cases.filter(({ firstDay }) => firstDay <= until);
  const days = begun
    .flatMap(({ firstDay, adoptedDay }) =>
      adoptedDay === null || adoptedDay > until ? [] : [Math.max(0, adoptedDay - firstDay)],
    )
    .toSorted((one, other) => one - other);
  const reachedBy = (percent: number): number | null => days[Math.ceil((begun.length * percent) / 100) - 1] ?? null;
  return {
    cases: begun.length,
    adopted: days.length,
    open: begun.length - days.length,
    medianDays: reachedBy(50),
    p90Days: reachedBy(90),
  };
}
