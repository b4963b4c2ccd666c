/** How far somebody is on the way to a threshold. */
export interface Approach {
  readonly user: string;
  /** Active time so far; 0 for whoever hasn't begun. */
  readonly activeMs: number;
}

/** Somebody who is not there yet. */
export interface NearlyThere {
  readonly user: string;
  readonly activeMs: number;
  /** How much more is needed. */
  readonly missingMs: number;
}

/** The shortest way to a target. */
export interface PathToTarget {
  /** How many more people are needed. */
  readonly neededUsers: number;
  /** The ones who need the least, the cheapest first: `neededUsers` of them, or all there are. */
  readonly users: readonly NearlyThere[];
  /** What they need together. */
  readonly missingMs: number;
  /** How many are missing even if all of them get there: seats that nobody has begun to use. */
  readonly shortOf: number;
}

/** Whoever is below the threshold, by the least that is missing; of equals by id. */
export function nearlyThere(people: readonly Approach[], thresholdMs: number): readonly NearlyThere[] {
  return people
    .filter(({ activeMs }) => activeMs < thresholdMs)
    .map(({ user, activeMs }) => ({ user, activeMs, missingMs: thresholdMs - activeMs }))
    .sort((one, other) => one.missingMs - other.missingMs || (one.user < other.user ? -1 : 1));
}

/**
 * Turns a gap in percent into names and minutes: who needs how much more for the target to be reached. Everybody counts one
 * and costs only their own time, so taking the cheapest first is the least that can do.
 * @param neededUsers see `gapUsers` of `targetStatus`.
 */
export function pathToTarget(people: readonly Approach[], thresholdMs: number, neededUsers: number): PathToTarget {
  const users = nearlyThere(people, thresholdMs).slice(0, neededUsers);
  return {
    neededUsers,
    users,
    missingMs: users.reduce((sum, { missingMs }) => sum + missingMs, 0),
    shortOf: neededUsers - users.length,
  };
}
