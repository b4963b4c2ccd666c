import {
  accountExclusionOf,
  eligibilityBeforeAnswers,
  eligibilityIn,
  ineligibilityOf,
  type AccountExclusion,
  type Eligibility,
  type EligibilityInputs,
  type IneligibilityReason,
  type Outside,
} from "../../domain/adoption/eligibility.ts";
import { irrelevanceOf, type Audience, type IrrelevanceReason } from "../../domain/adoption/relevance.ts";
import type { CompiledFeature } from "../../domain/compile-definitions.ts";
import { percentOf } from "../../domain/share.ts";
import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import { isCompany } from "../../domain/subscriptions/company.ts";
import type { AccountRow } from "../../store/facts.ts";
import { audiences } from "./audiences.ts";
import { memberKey } from "./presence.ts";
import type { Reading } from "./reading.ts";
import { memberUses } from "./uses.ts";

/** A feature in one account. */
export interface AccountEligibility extends Eligibility {
  readonly account: AccountRow;
  /** Whether anybody there has adopted it, in whatever role; false where nobody could be expected to. */
  readonly isAdopted: boolean;
  /** Why the account counts in no rate of accounts; null: it counts. */
  readonly leftOut: AccountExclusion | null;
  /** As if nobody had said that the feature isn't relevant. */
  readonly beforeAnswers: Eligibility;
}

/** A feature's adoption rates, of people and of accounts, with both of their terms. */
export interface AdoptionRates {
  readonly adoptedUsers: number;
  readonly eligibleUsers: number;
  readonly adoptionPercent: number | null;
  /** These three as if nobody had said that the feature isn't relevant. */
  readonly adoptedUsersBeforeAnswers: number;
  readonly eligibleUsersBeforeAnswers: number;
  readonly adoptionPercentBeforeAnswers: number | null;
  readonly adoptedAccounts: number;
  readonly eligibleAccounts: number;
  readonly notAdoptedAccounts: number;
  readonly accountAdoptionPercent: number | null;
}

/** Who could adopt a feature, and who has, in every account that the reading can see; by the accounts' ids. */
export function eligibilities(reading: Reading, feature: CompiledFeature): Promise<readonly AccountEligibility[]> {
  return reading.derive(`eligibilities ${feature.feature}`, async () => {
    const [{ accounts, peopleOf }, { ofAccount }, adoptersOf] = await Promise.all([
      population(reading),
      audiences(reading),
      adopters(reading),
    ]);
    return accounts.map((account): AccountEligibility => {
      const adoptersHere = adoptersOf.get(`${account.id}\n${feature.feature}`) ?? NOBODY;
      const inputs: EligibilityInputs = {
        account: ofAccount(account.id),
        outside: outsideOf(reading, account),
        people: peopleOf.get(account.id) ?? [],
        areSome: reading.isOfSome,
        adopters: adoptersHere,
      };
      const eligibility = eligibilityIn(feature, inputs, reading.lastDay);
      const beforeAnswers = eligibilityBeforeAnswers(feature, inputs, reading.lastDay, eligibility);
      const isAdopted = eligibility.unavailable === null && adoptersHere.size > 0;
      const leftOut = accountExclusionOf(eligibility, isAdopted);
      return Object.assign({ account, isAdopted, leftOut, beforeAnswers }, eligibility);
    });
  });
}

/** A feature's rates over the accounts in which somebody can be expected to use it. */
export async function adoptionRates(reading: Reading, feature: CompiledFeature): Promise<AdoptionRates> {
  const all = await eligibilities(reading, feature);
  return ratesOf({
    adoptedUsers: all.reduce((sum, { adopted }) => sum + adopted.length, 0),
    eligibleUsers: all.reduce((sum, { eligible }) => sum + eligible, 0),
    adoptedUsersBeforeAnswers: all.reduce((sum, { beforeAnswers }) => sum + beforeAnswers.adopted.length, 0),
    eligibleUsersBeforeAnswers: all.reduce((sum, { beforeAnswers }) => sum + beforeAnswers.eligible, 0),
    // Where nobody can be expected to use it nobody has adopted it.
    adoptedAccounts: all.filter(({ isAdopted }) => isAdopted).length,
    eligibleAccounts: all.filter(({ leftOut }) => leftOut === null).length,
  });
}

/** What is counted of a feature's rates. */
type RateTerms = Pick<
  AdoptionRates,
  | "adoptedUsers"
  | "eligibleUsers"
  | "adoptedUsersBeforeAnswers"
  | "eligibleUsersBeforeAnswers"
  | "adoptedAccounts"
  | "eligibleAccounts"
>;

/** The percentages that follow from their terms. */
export function ratesOf(terms: RateTerms): AdoptionRates {
  return {
    ...terms,
    adoptionPercent: percentOf(terms.adoptedUsers, terms.eligibleUsers),
    adoptionPercentBeforeAnswers: percentOf(terms.adoptedUsersBeforeAnswers, terms.eligibleUsersBeforeAnswers),
    notAdoptedAccounts: terms.eligibleAccounts - terms.adoptedAccounts,
    accountAdoptionPercent: percentOf(terms.adoptedAccounts, terms.eligibleAccounts),
  };
}

/** What members have to do with features, by the rules of the rates. */
export interface MemberEligibility {
  /** Why a feature isn't relevant to a member; null: it is. */
  irrelevanceOf(feature: CompiledFeature, account: string, user: string): IrrelevanceReason | null;
  /** Why a member counts in none of the feature's rates: likewise, or for the account's sake; null: they do. */
  ineligibilityOf(feature: CompiledFeature, account: string, user: string): IneligibilityReason | null;
  /** The same of one member, who is looked up once, whatever features they are asked about. */
  ineligibilityIn(account: string, user: string): (feature: CompiledFeature) => IneligibilityReason | null;
}

/** Who of the reading's members could adopt what. */
export function memberEligibility(reading: Reading): Promise<MemberEligibility> {
  return reading.derive("memberEligibility", async (): Promise<MemberEligibility> => {
    const [accounts, users, { ofMember }] = await Promise.all([
      reading.accounts(),
      reading.users(),
      audiences(reading),
    ]);
    const outside = new Map(accounts.map((account) => [account.id, outsideOf(reading, account)]));
    const roles = new Map(users.map(({ id, role }) => [id, role]));
    const known = new Map<string, Audience>();
    const memberOf = (account: string, user: string): Audience => {
      const key = memberKey(account, user);
      const member = known.get(key) ?? ofMember(account, { id: user, role: roles.get(user) ?? null });
      known.set(key, member);
      return member;
    };
    const ineligibilityIn: MemberEligibility["ineligibilityIn"] = (account, user) => {
      const [member, standing] = [memberOf(account, user), outside.get(account) ?? null];
      return (feature) => ineligibilityOf(feature, member, standing, reading.lastDay);
    };
    return {
      irrelevanceOf: (feature, account, user) => irrelevanceOf(feature, memberOf(account, user), reading.lastDay),
      ineligibilityOf: (feature, account, user) => ineligibilityIn(account, user)(feature),
      ineligibilityIn,
    };
  });
}

function outsideOf({ hasRoster, untilMs }: Reading, account: AccountRow): Outside | null {
  if (!isCompany({ inRoster: account.inRoster, hasRoster })) return "notInRoster";
  return accountKind(account, untilMs) === "churned" ? "left" : null;
}

const NOBODY: ReadonlySet<string> = new Set();

/** All accounts, and who is known in each. */
function population(reading: Reading) {
  return reading.derive("population", async () => {
    const [accounts, users, { ofMember }] = await Promise.all([
      reading.accounts(),
      reading.users(),
      audiences(reading),
    ]);
    const peopleOf = new Map<string, Audience[]>();
    for (const user of users) {
      for (const account of user.accounts) {
        const people = peopleOf.get(account);
        if (people === undefined) peopleOf.set(account, [ofMember(account, user)]);
        else people.push(ofMember(account, user));
      }
    }
    return { accounts: accounts.toSorted((one, other) => (one.id < other.id ? -1 : 1)), peopleOf };
  });
}

/** Who has adopted what, by account and feature; ids hold no control characters. */
function adopters(reading: Reading): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  return reading.derive("adopters", async () => {
    const found = new Map<string, Set<string>>();
    for (const { account, user, feature, stage } of await memberUses(reading)) {
      if (stage !== "adopted") continue;
      const key = `${account}\n${feature}`;
      found.set(key, (found.get(key) ?? new Set()).add(user));
    }
    return found;
  });
}
