import type { WorkspaceDay } from "../../domain/day.ts";
import type { FactQuestions } from "../../store/facts.ts";
import { factsOfDays, readIfFew } from "./facts-of-days.ts";
import type { ReadParts } from "./read-parts.ts";

/** Rows that are read at once at most: as they are read they take some 20 MB. */
const MAX_ROWS = 100_000;

/**
 * The same store for whoever asks nearly everything of a few accounts: where it tells days, those of these accounts are read
 * once, unless they are very many.
 * @param until the last day that is asked about.
 */
export function factsOfFew(
  { facts, useDays }: Pick<ReadParts, "facts" | "useDays">,
  until: WorkspaceDay,
  accounts: readonly string[],
): FactQuestions {
  if (useDays === undefined) return facts;
  return factsOfDays(facts, accounts, () => readIfFew(useDays, { accounts, until, maxRows: MAX_ROWS }));
}
