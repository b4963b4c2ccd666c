import type { CompiledFeature } from "../compile-definitions.ts";
import type { WorkspaceDay } from "../day.ts";
import { percentOf } from "../share.ts";
import { unavailabilityOf, type AccountAudience } from "./relevance.ts";

/** How many of the features that an account could use it has adopted. */
export interface Breadth {
  /** In the order of the definitions. */
  readonly adopted: readonly string[];
  /** What is missing, likewise: the gap list. */
  readonly gaps: readonly string[];
  /** Adopted ÷ relevant; null: nothing is relevant to the account. */
  readonly percent: number | null;
}

/**
 * Breadth of an account, by which CustomerSuccessBox has one work through accounts (those first that use
 * "lesser features or modules"): the features that one of its members has adopted ÷ those that somebody in it can be expected to
 * use, by launch, plan, licence and what was said of the account. Roles don't matter: somebody in the account can have
 * them.
 * @param features the defined ones, without `_other`; only the core ones for the breadth of core features.
 * @param adopted what the account has adopted.
 */
export function accountBreadth(
  features: Iterable<CompiledFeature>,
  adopted: ReadonlySet<string>,
  account: AccountAudience,
  today: WorkspaceDay,
): Breadth {
  const ids = [...features]
    .filter((feature) => unavailabilityOf(feature, account, today) === null)
    .map(({ feature }) => feature);
  const reached = ids.filter((feature) => adopted.has(feature));
  return {
    adopted: reached,
    gaps: ids.filter((feature) => !adopted.has(feature)),
    percent: percentOf(reached.length, ids.length),
  };
}

/** The features on the list of the most valuable ones. */
export function coreFeatures(features: Iterable<CompiledFeature>): readonly CompiledFeature[] {
  return [...features].filter(({ core }) => core);
}
