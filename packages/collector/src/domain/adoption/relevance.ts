import type { CompiledFeature } from "../compile-definitions.ts";
import type { WorkspaceDay } from "../day.ts";

/** Whom a feature could be relevant to. */
export interface Audience {
  /** null: nobody has said. */
  readonly role: string | null;
  /** The account's; null: nobody has said. */
  readonly plan: string | null;
  /** Features of which the user has said that they are not relevant, where nobody has rejected the answer. */
  readonly notRelevant: ReadonlySet<string>;
}

/** Why a feature isn't relevant to somebody. */
export type IrrelevanceReason = "notLaunched" | "plan" | "role" | "answer";

/** A feature that isn't in a denominator, and why. */
export interface Exclusion {
  readonly feature: string;
  readonly reason: IrrelevanceReason;
}

/**
 * Why a feature isn't relevant to somebody on a day; null: it is. Where the definitions name roles or plans, somebody of
 * whom no role or plan is known is none of those they name.
 */
export function irrelevanceOf(
  feature: CompiledFeature,
  { role, plan, notRelevant }: Audience,
  today: WorkspaceDay,
): IrrelevanceReason | null {
  const unavailable = unavailabilityOf(feature, plan, today);
  if (unavailable !== null) return unavailable;
  if (feature.roles !== null && (role === null || !feature.roles.includes(role))) return "role";
  return notRelevant.has(feature.feature) ? "answer" : null;
}

/** Why nobody in an account on a plan can use a feature on a day; null: somebody can. */
export function unavailabilityOf(
  { launchedDay, plans }: CompiledFeature,
  plan: string | null,
  today: WorkspaceDay,
): "notLaunched" | "plan" | null {
  if (launchedDay !== null && today < launchedDay) return "notLaunched";
  return plans !== null && (plan === null || !plans.includes(plan)) ? "plan" : null;
}

/** Splits the features into those that are relevant to somebody and the others, with the reason. Order is kept. */
export function splitByRelevance(
  features: Iterable<CompiledFeature>,
  audience: Audience,
  today: WorkspaceDay,
): { readonly relevant: readonly CompiledFeature[]; readonly excluded: readonly Exclusion[] } {
  const relevant: CompiledFeature[] = [];
  const excluded: Exclusion[] = [];
  for (const feature of features) {
    const reason = irrelevanceOf(feature, audience, today);
    if (reason === null) relevant.push(feature);
    else excluded.push({ feature: feature.feature, reason });
  }
  return { relevant, excluded };
}
