import type { CompiledFeature } from "../compile-definitions.ts";
import type { WorkspaceDay } from "../day.ts";
import { percentOf } from "../share.ts";
import { splitByRelevance, type Audience, type Exclusion } from "./relevance.ts";

/** How much of what is relevant to a user they have adopted. */
export interface UserRate {
  /** Adopted features among the relevant ones, in their order. */
  readonly adopted: readonly string[];
  /** Relevant ones that are not adopted, in their order: the gap list. */
  readonly open: readonly string[];
  /** What isn't relevant, and why; adopted or not. */
  readonly excluded: readonly Exclusion[];
  /** Adopted ÷ relevant; null: nothing is relevant. */
  readonly percent: number | null;
}

/**
 * Adoption rate by user, one of GoCSM's "adoption rates by company and user": adopted ÷ relevant features. What somebody has
 * adopted although it isn't relevant to them counts in neither number.
 * @param features the defined ones, without `_other`.
 * @param memberships the user's, of which there is at least one: in one account, or in all of theirs.
 */
export function userRate(
  features: Iterable<CompiledFeature>,
  adopted: ReadonlySet<string>,
  memberships: readonly Audience[],
  today: WorkspaceDay,
): UserRate {
  const { relevant, excluded } = splitByRelevance(features, memberships, today);
  const ids = relevant.map(({ feature }) => feature);
  const reached = ids.filter((feature) => adopted.has(feature));
  return {
    adopted: reached,
    open: ids.filter((feature) => !adopted.has(feature)),
    excluded,
    percent: percentOf(reached.length, ids.length),
  };
}
