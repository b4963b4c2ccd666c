import type { CompiledFeature } from "../compile-definitions.ts";
import type { WorkspaceDay } from "../day.ts";
import { UNTOLD_SEATS, type ModuleSeats } from "../modules/module-seats.ts";

/** An account to whose people a feature could be relevant. */
export interface AccountAudience {
  /** Null: nobody has said, or there is no account. */
  readonly plan: string | null;
  /** By module; of those that are not in it nobody has told. */
  readonly seats: ReadonlyMap<string, ModuleSeats>;
  /** Features of which somebody has said that they are not relevant to the account. */
  readonly notRelevant: ReadonlySet<string>;
}

/** A member to whom a feature could be relevant. */
export interface Audience {
  readonly user: string;
  /** Null: nobody has said. */
  readonly role: string | null;
  readonly account: AccountAudience;
  /** Features of which somebody has said that they are not relevant to the user there. */
  readonly notRelevant: ReadonlySet<string>;
}

/** Somebody as if nobody had said of any feature that it isn't relevant, to them or to their account. */
export function withoutAnswers(audience: Audience): Audience {
  return { ...audience, account: accountWithoutAnswers(audience.account), notRelevant: new Set() };
}

/** Likewise, an account. */
export function accountWithoutAnswers(account: AccountAudience): AccountAudience {
  return { ...account, notRelevant: new Set() };
}

/** Nothing is known of an account, or there is none. */
export const UNKNOWN_ACCOUNT: AccountAudience = { plan: null, seats: new Map(), notRelevant: new Set() };

/**
 * Why nobody in an account can be expected to use a feature: it isn't there yet, or not on the account's plan; the account
 * has no seat in the feature's module; somebody has said that it isn't relevant to the account.
 */
export type AccountIrrelevance = "notLaunched" | "plan" | "notLicensed" | "accountAnswer";

/**
 * Why a feature isn't relevant to somebody: likewise of their account; their role; all seats of the module are somebody
 * else's; somebody has said that it isn't relevant to them.
 */
export type IrrelevanceReason = AccountIrrelevance | "role" | "noSeat" | "answer";

/** A feature that isn't in a denominator, and why. */
export interface Exclusion {
  readonly feature: string;
  readonly reason: IrrelevanceReason;
}

/**
 * Why a feature isn't relevant to somebody on a day; null: it is. Where the definitions name roles or plans, somebody of
 * whom no role or plan is known is none of those they name. A seat is missed only where all seats are told by name.
 */
export function irrelevanceOf(
  feature: CompiledFeature,
  { user, role, account, notRelevant }: Audience,
  today: WorkspaceDay,
): IrrelevanceReason | null {
  const unavailable = unavailabilityOf(feature, account, today);
  if (unavailable !== null) return unavailable;
  if (feature.roles !== null && (role === null || !feature.roles.includes(role))) return "role";
  const { licensed, nameless, holders } = seatsFor(feature, account);
  if (licensed !== null && nameless === 0 && !holders.has(user)) return "noSeat";
  return notRelevant.has(feature.feature) ? "answer" : null;
}

/** Why nobody in an account can be expected to use a feature on a day; null: somebody can. */
export function unavailabilityOf(
  feature: CompiledFeature,
  account: AccountAudience,
  today: WorkspaceDay,
): AccountIrrelevance | null {
  const { launchedDay, plans } = feature;
  if (launchedDay !== null && today < launchedDay) return "notLaunched";
  if (plans !== null && (account.plan === null || !plans.includes(account.plan))) return "plan";
  if (seatsFor(feature, account).licensed === 0) return "notLicensed";
  return account.notRelevant.has(feature.feature) ? "accountAnswer" : null;
}

/** The seats that one needs for a feature: those of its module. */
export function seatsFor({ module }: CompiledFeature, { seats }: AccountAudience): ModuleSeats {
  return (module === null ? undefined : seats.get(module)) ?? UNTOLD_SEATS;
}

/**
 * Splits the features into those that are relevant to somebody and the others, with the reason. Order is kept.
 * @param memberships of one person; a feature is relevant where it is in one of them, and else the first says why it isn't.
 */
export function splitByRelevance(
  features: Iterable<CompiledFeature>,
  memberships: readonly Audience[],
  today: WorkspaceDay,
): { readonly relevant: readonly CompiledFeature[]; readonly excluded: readonly Exclusion[] } {
  const relevant: CompiledFeature[] = [];
  const excluded: Exclusion[] = [];
  for (const feature of features) {
    const reasons = memberships.map((audience) => irrelevanceOf(feature, audience, today));
    const [reason = null] = reasons.includes(null) ? [] : reasons;
    if (reason === null) relevant.push(feature);
    else excluded.push({ feature: feature.feature, reason });
  }
  return { relevant, excluded };
}
