import { percentOf } from "../../domain/share.ts";
import { eligibilities, type AccountEligibility } from "../reading/eligibility.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures } from "../reading/uses.ts";
import { accountExclusions, exclusionsOf } from "./exclusions.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames, type Names } from "./names.ts";
import { sumOf, type Evidence, type Measurement, type NumberDefinition, type Subject } from "./number.ts";

/** Numbers of those who could adopt a feature: the terms of its adoption rates. */

/** A feature in an account, with what the feature is. */
export interface FeatureInAccount extends AccountEligibility {
  readonly feature: string;
}

/** Every account with every feature that a number is about. */
export async function featuresInAccounts(
  reading: Reading,
  { account, feature }: Subject,
): Promise<readonly FeatureInAccount[]> {
  const features = countedFeatures(reading).filter((one) => (feature ?? one.feature) === one.feature);
  const found = await Promise.all(
    features.map(async (definition) =>
      (await eligibilities(reading, definition)).map((one) => Object.assign({ feature: definition.feature }, one)),
    ),
  );
  return found.flat().filter((one) => (account ?? one.account.id) === one.account.id);
}

/** The accounts that could adopt a feature. */
export async function eligibleAccounts(reading: Reading, feature: string): Promise<readonly AccountEligibility[]> {
  return (await featuresInAccounts(reading, { feature })).filter(isCounted);
}

/**
 * Whether somebody could adopt a feature in an account. Of seats that name nobody one may be theirs, if they belong there.
 * @param accounts theirs.
 */
function isEligible(
  user: string,
  accounts: readonly string[],
  { account, unavailable, people, adopted, namelessSeats, excluded }: AccountEligibility,
): boolean {
  if (unavailable !== null) return false;
  if (people.includes(user) || adopted.includes(user)) return true;
  return namelessSeats > 0 && accounts.includes(account.id) && !excluded.some((one) => one.user === user);
}

/** The look at the accounts that somebody belongs to: what others made of it costs nothing then. */
async function accountsOf(reading: Reading, user: string): Promise<Reading> {
  const [person] = await reading.facts.users(reading.scope, [user]);
  return reading.narrow(person?.accounts ?? []);
}

/** The adoption rate of people for one feature: in all accounts, in one, of one person. */
export async function featureRate(
  everybody: Reading,
  subject: Subject & { readonly feature: string },
): Promise<Measurement> {
  const { found, names, places } = await lookAt(everybody, subject);
  const adopted = adoptedEvidence(found, names, subject);
  const eligible = places?.length ?? found.reduce((sum, one) => sum + one.eligible, 0);
  const { feature, account, user } = subject;
  const about = { feature, ...(account !== undefined && { account }), ...(user !== undefined && { user }) };
  return {
    value: percentOf(adopted.length, eligible),
    terms: [
      { name: "Adopted", value: adopted.length, unit: "count", opens: { number: "adoptedUsers", subject: about } },
      { name: "Eligible", value: eligible, unit: "count", opens: { number: "eligibleUsers", subject: about } },
    ],
    rows: adopted,
    excluded: exclusionsOf(found),
  };
}

/** The features in accounts that a number is about, and, of one person, in which of them they could adopt it. */
async function lookAt(everybody: Reading, subject: Subject) {
  const { user } = subject;
  const reading = user === undefined ? everybody : await accountsOf(everybody, user);
  const [found, names] = await Promise.all([featuresInAccounts(reading, subject), createNames(reading)]);
  if (user === undefined) return { found, names, places: null };
  const accounts = (await reading.users()).find(({ id }) => id === user)?.accounts ?? [];
  return { found, names, places: found.filter((one) => isEligible(user, accounts, one)) };
}

export function memberEvidence(
  user: string,
  { account, feature }: FeatureInAccount,
  names: Names,
  value: number | null,
): Evidence {
  return {
    kind: "user",
    id: `${user} ${account.id} ${feature}`,
    name: `${names.of("user", user)}, ${names.of("account", account.id)}`,
    value,
    opens: { number: "activeMs", subject: { account: account.id, user, feature } },
    details: { user, account: account.id, feature },
  };
}

/** Of one person theirs alone. */
function adoptedEvidence(found: readonly FeatureInAccount[], names: Names, { user }: Subject): readonly Evidence[] {
  return found.flatMap((one) =>
    one.adopted
      .filter((adopter) => (user ?? adopter) === adopter)
      .map((adopter) => memberEvidence(adopter, one, names, null)),
  );
}

function pairEvidence(
  { account, feature }: FeatureInAccount,
  names: Names,
  value: number | null,
  number = "eligibleUsers",
): Evidence {
  return {
    kind: "account",
    id: `${account.id} ${feature}`,
    name: `${names.of("account", account.id)}, ${names.of("feature", feature)}`,
    value,
    opens: { number, subject: { account: account.id, feature } },
    details: { account: account.id, feature },
  };
}

/** Whether somebody in the account could be expected to use the feature. */
export function isCounted({ leftOut }: AccountEligibility): boolean {
  return leftOut === null;
}

const ADOPTED_USERS = countOf({
  id: "adoptedUsers",
  name: "Adopted, of the eligible",
  formula:
    "Eligible members who have adopted the feature. They can be more than there are seats, where the host tells only the seats' number.",
  subjects: ["account", "user", "feature"],
  async measure(reading, subject) {
    const { found, names } = await lookAt(reading, subject);
    return lengthOf(adoptedEvidence(found, names, subject), { excluded: exclusionsOf(found) });
  },
});

const ELIGIBLE_USERS: NumberDefinition = {
  id: "eligibleUsers",
  name: "Eligible",
  unit: "count",
  kind: "sum",
  formula:
    "Who could adopt the feature: the licensed seats of its module, if the host has told them, else the known members. Nobody counts in accounts that have left, and nobody to whom it isn't relevant, by role, plan, launch, licence, or because somebody said so. A person is a member of each of their accounts.",
  subjects: ["account", "user", "feature"],
  splits: ["account"],
  async measure(reading, subject) {
    const { found, names, places } = await lookAt(reading, subject);
    if (places !== null) {
      const own = places.map((one) => memberEvidence(subject.user ?? "", one, names, 1));
      return { value: own.length, terms: [], rows: own, excluded: exclusionsOf(found) };
    }
    const rows = eligibleEvidence(found, names, subject, "eligibleUsers");
    return { value: sumOf(rows), terms: [], rows, excluded: exclusionsOf(found) };
  },
};

/**
 * Who could adopt a feature, one by one where the number is about one feature in one account.
 * @param number that opens of an account.
 */
export function eligibleEvidence(
  found: readonly FeatureInAccount[],
  names: Names,
  { account, feature }: Subject,
  number: string,
): readonly Evidence[] {
  if (account === undefined || feature === undefined) {
    return found.filter(({ eligible }) => eligible > 0).map((one) => pairEvidence(one, names, one.eligible, number));
  }
  return found.flatMap((one) => [
    ...one.people.map((user) => memberEvidence(user, one, names, 1)),
    ...(one.namelessSeats === 0 ? [] : [namelessEvidence(one)]),
  ]);
}

function namelessEvidence({ account, feature, namelessSeats }: FeatureInAccount): Evidence {
  return {
    kind: "part",
    id: `seats ${account.id} ${feature}`,
    name: "Seats of which nobody has said whose they are",
    value: namelessSeats,
    opens: null,
    details: { account: account.id, feature },
  };
}

const ADOPTED_ACCOUNTS = countOf({
  id: "adoptedAccounts",
  name: "Accounts that have adopted it",
  formula: "Eligible accounts in which somebody has adopted the feature.",
  subjects: ["account", "feature"],
  splits: ["account"],
  async measure(reading, subject) {
    const [found, names] = await Promise.all([featuresInAccounts(reading, subject), createNames(reading)]);
    const rows = found.filter(({ isAdopted }) => isAdopted).map((one) => pairEvidence(one, names, null));
    return lengthOf(rows, { excluded: accountExclusions(found) });
  },
});

const ELIGIBLE_ACCOUNTS = countOf({
  id: "eligibleAccounts",
  name: "Eligible accounts",
  formula:
    "Accounts that have not left and in which somebody can be expected to use the feature: it is launched, on the account's plan and licensed, nobody has said that it isn't relevant to the account, and it is relevant to somebody who is known there, by role, seat and answer, or nobody is known yet, or somebody has adopted it all the same.",
  subjects: ["account", "feature"],
  splits: ["account"],
  async measure(reading, subject) {
    const [found, names] = await Promise.all([featuresInAccounts(reading, subject), createNames(reading)]);
    const rows = found.filter(isCounted).map((one) => pairEvidence(one, names, null));
    return lengthOf(rows, { excluded: accountExclusions(found) });
  },
});

const ACCOUNT_ADOPTION_PERCENT: NumberDefinition = {
  id: "accountAdoptionPercent",
  name: "Adoption by accounts",
  unit: "percent",
  kind: "ratio",
  formula: "Eligible accounts in which somebody has adopted the feature ÷ eligible accounts.",
  subjects: ["feature"],
  splits: ["account"],
  async measure(reading, subject) {
    const [adopted, eligible] = await Promise.all([
      ADOPTED_ACCOUNTS.measure(reading, subject, "account"),
      ELIGIBLE_ACCOUNTS.measure(reading, subject, "account"),
    ]);
    const [part, whole] = [adopted.value ?? 0, eligible.value ?? 0];
    return {
      value: percentOf(part, whole),
      terms: [
        { name: "Adopted", value: part, unit: "count", opens: { number: "adoptedAccounts", subject } },
        { name: "Eligible", value: whole, unit: "count", opens: { number: "eligibleAccounts", subject } },
      ],
      rows: adopted.rows,
      excluded: eligible.excluded,
    };
  },
};

export const ELIGIBLE: readonly NumberDefinition[] = [
  ADOPTED_USERS,
  ELIGIBLE_USERS,
  ADOPTED_ACCOUNTS,
  ELIGIBLE_ACCOUNTS,
  ACCOUNT_ADOPTION_PERCENT,
];
