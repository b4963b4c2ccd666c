import type { WorkspaceDay } from "../../domain/day.ts";
import type { FactQuestions } from "../../store/facts.ts";
import type { ReadUseDays, UseDays } from "../../store/use-days.ts";
import { factsOfDays, readIfFew } from "./facts-of-days.ts";
import { factsOfPeople, type SomePeople } from "./facts-of-people.ts";

/** The store, and whoever reads days of it, where somebody does. */
interface DayParts {
  readonly facts: FactQuestions;
  readonly useDays?: ReadUseDays;
}

/**
 * The same store as if there were only some of the people in it. Where it tells days, those of these people are read once:
 * each of the sums would else be made of everybody's.
 * @param until the last day that is asked about.
 */
export function factsOfSome({ facts, useDays }: DayParts, until: WorkspaceDay, some: SomePeople): FactQuestions {
  const { scope, users } = some;
  if (useDays === undefined || scope.kind === "all") return factsOfPeople(facts, some);
  let days: UseDays | null | undefined;
  const readDays = (): UseDays | null => {
    if (days === undefined) days = readIfFew(useDays, { accounts: scope.accounts, until, users });
    return days;
  };
  // Those of the inner one are of these people already, which is all that is left of its answers.
  const ofPeople = factsOfPeople(factsOfDays(facts, scope.accounts, readDays), some);
  return factsOfDays(ofPeople, scope.accounts, readDays);
}
