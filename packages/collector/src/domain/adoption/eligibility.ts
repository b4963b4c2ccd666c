import type { CompiledFeature } from "../compile-definitions.ts";
import type { WorkspaceDay } from "../day.ts";
import {
  accountWithoutAnswers,
  irrelevanceOf,
  seatsFor,
  unavailabilityOf,
  withoutAnswers,
  type AccountAudience,
  type AccountIrrelevance,
  type Audience,
  type IrrelevanceReason,
} from "./relevance.ts";

/** Why an account counts in no rate, whatever the feature: it has left, or only turned up. */
export type Outside = "left" | "notInRoster";

/** Why a member counts in no adoption rate of a feature. */
export type IneligibilityReason = Outside | IrrelevanceReason;

/** Why an account counts in none of a feature's rates of accounts; `nobodyThere`: of those who are known it suits nobody. */
export type AccountExclusion = Outside | AccountIrrelevance | "nobodyThere";

/** What {@link eligibilityIn} looks at. */
export interface EligibilityInputs {
  readonly account: AccountAudience;
  /** Null: the account counts. */
  readonly outside: Outside | null;
  /** Everybody who is known of the account: in the roster, seen, or told of by a seat. */
  readonly people: readonly Audience[];
  /** Whether these are only some of them: then seats of which nobody knows whose they are count for nobody. */
  readonly areSome: boolean;
  /** Those of them who have adopted the feature. */
  readonly adopters: ReadonlySet<string>;
}

/** Who in an account could adopt a feature, and who of them has: both terms of its adoption rate there. */
export interface Eligibility {
  /** Why nobody can; null: somebody could, and the account is one of those that count. */
  readonly unavailable: AccountIrrelevance | Outside | null;
  /** Eligible people who have adopted it. They can be more than there are seats, where only the seats' number is known. */
  readonly adopted: readonly string[];
  /** Eligible people by name. */
  readonly people: readonly string[];
  /** Seats, beside those of the people, of which nobody knows whose they are. */
  readonly namelessSeats: number;
  /** People and nameless seats: the denominator. */
  readonly eligible: number;
  /** People who are not eligible, and why; empty where nobody is. */
  readonly excluded: readonly { readonly user: string; readonly reason: IrrelevanceReason }[];
}

/**
 * Adoption of a feature in an account is adopted ÷ eligible users, which are the licensed seats of the feature's module if
 * somebody has told them, else the known users; without those to whom the feature isn't relevant, by role, plan, launch or
 * answer. Of seats that are told by number only, as many count as there are people to whom it is relevant, and those beyond
 * the known people, whose role nobody knows, where the definitions name no roles.
 */
export function eligibilityIn(
  feature: CompiledFeature,
  { account, outside, people, areSome, adopters }: EligibilityInputs,
  today: WorkspaceDay,
): Eligibility {
  const unavailable = outside ?? unavailabilityOf(feature, account, today);
  if (unavailable !== null) {
    return { unavailable, adopted: [], people: [], namelessSeats: 0, eligible: 0, excluded: [] };
  }
  const relevant: string[] = [];
  const excluded: Eligibility["excluded"][number][] = [];
  for (const person of people) {
    const reason = irrelevanceOf(feature, person, today);
    if (reason === null) relevant.push(person.user);
    else excluded.push({ user: person.user, reason });
  }
  const adopted = relevant.filter((user) => adopters.has(user));
  const { licensed, holders, nameless } = seatsFor(feature, account);
  if (licensed === null || nameless === 0 || areSome) {
    return { unavailable, adopted, people: relevant, namelessSeats: 0, eligible: relevant.length, excluded };
  }
  const seated = relevant.filter((user) => holders.has(user));
  const others = relevant.length - seated.length;
  const unseated = people.filter(({ user }) => !holders.has(user)).length;
  const ofStrangers = feature.roles === null ? Math.max(0, nameless - unseated) : 0;
  const seats = Math.min(nameless, others + ofStrangers);
  // Where there are fewer seats than people nobody knows who of them has one.
  const named = others <= seats ? relevant : seated;
  const eligible = seated.length + seats;
  return { unavailable, adopted, people: named, namelessSeats: eligible - named.length, eligible, excluded };
}

/**
 * Why an account is none of those in which somebody can be expected to use a feature; null: it is one. Where people are
 * known and the feature is relevant to none of them, by role, seat or answer, to call the account one that hasn't adopted it
 * would be a false alarm. Where nobody is known yet nothing speaks against it: a customer from whom nothing has ever come
 * is the first to talk to. Where somebody has adopted it, whatever their role, somebody could.
 * @param isAdopted whether anybody there has adopted it.
 */
export function accountExclusionOf(
  { unavailable, eligible, excluded }: Eligibility,
  isAdopted: boolean,
): AccountExclusion | null {
  if (unavailable !== null) return unavailable;
  return eligible === 0 && excluded.length > 0 && !isAdopted ? "nobodyThere" : null;
}

/**
 * The same as if nobody had said that the feature isn't relevant, so that whoever takes themselves out of a denominator
 * does so in the open: the rate before it stands beside the rate after it. Nobody is in the latter who isn't in the former.
 * @param asked what {@link eligibilityIn} says of the inputs; returned as it is where nobody has said anything.
 */
export function eligibilityBeforeAnswers(
  feature: CompiledFeature,
  inputs: EligibilityInputs,
  today: WorkspaceDay,
  asked: Eligibility,
): Eligibility {
  const { account, people } = inputs;
  const isSaid = [account, ...people].some(({ notRelevant }) => notRelevant.has(feature.feature));
  if (!isSaid) return asked;
  const before = { ...inputs, account: accountWithoutAnswers(account), people: people.map(withoutAnswers) };
  return eligibilityIn(feature, before, today);
}

/**
 * Why a member counts in no adoption rate of a feature; null: they do, as far as anybody can tell. Where there are fewer
 * seats than people, and nobody knows whose they are, any of the people may have one.
 * @param outside of their account.
 */
export function ineligibilityOf(
  feature: CompiledFeature,
  member: Audience,
  outside: Outside | null,
  today: WorkspaceDay,
): IneligibilityReason | null {
  return outside ?? irrelevanceOf(feature, member, today);
}
