import type { WorkspaceDay } from "../day.ts";

/** That a person was there on a day. */
export interface PersonDay {
  readonly person: string;
  readonly day: WorkspaceDay;
}

/**
 * The active days of each person: those with a visit, or with a presence that the host's server has seen. Either is
 * enough, and both on one day are one day. Active time without a visit (a feature that stays open over midnight) is the
 * caller's to pass among the visits.
 */
export function activeDaysByPerson(
  visits: Iterable<PersonDay>,
  presences: Iterable<PersonDay>,
): ReadonlyMap<string, ReadonlySet<WorkspaceDay>> {
  const byPerson = new Map<string, Set<WorkspaceDay>>();
  for (const source of [visits, presences]) {
    for (const { person, day } of source) {
      const days = byPerson.get(person);
      if (days === undefined) byPerson.set(person, new Set([day]));
      else days.add(day);
    }
  }
  return byPerson;
}
