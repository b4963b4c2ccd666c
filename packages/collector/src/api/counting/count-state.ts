import { newSubscribersByMonth, SUBSCRIBER_MONTHS } from "../../domain/subscriptions/new-subscribers.ts";
import { subscriptionCounts } from "../../domain/subscriptions/subscription-counts.ts";
import { lowestEngagement } from "../../domain/usage/lowest-engagement.ts";
import { accountFigures, adoptionLevel, type AccountFigures } from "../reading/account-figures.ts";
import { accountsWithData } from "../reading/accounts-with-data.ts";
import { audiences } from "../reading/audiences.ts";
import { userFigures } from "../reading/person-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures } from "../reading/uses.ts";
import { countPeople } from "./count-people.ts";
import { count, type Counting, type Sums } from "./sums.ts";

/**
 * What else is said of each account as of the reading's last day than what `countAdoption` says, in numbers that add up over
 * accounts. People who belong to several accounts (`shared`) are left out of the numbers of people: {@link countSharedState}
 * counts each of them once.
 */
export async function countState(
  reading: Reading,
  shared: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Counting>> {
  const [figures, { ofAccount }, withData] = await Promise.all([
    accountFigures(reading),
    audiences(reading),
    accountsWithData(reading),
  ]);
  const counted = new Map<string, Counting>();
  for (const [id, own] of figures) {
    const sums: Counting = {};
    countPeople(
      reading,
      own.members.filter(({ user }) => !shared.has(user)),
      sums,
    );
    countAccount(reading, own, { notRelevant: ofAccount(id).notRelevant, hasData: withData.has(id) }, sums);
    counted.set(id, sums);
  }
  return counted;
}

/** The numbers of people of those who belong to several of the reading's accounts or others', each of them once. */
export async function countSharedState(reading: Reading, shared: ReadonlySet<string>): Promise<Sums> {
  const sums: Counting = {};
  const people = await userFigures(reading);
  countPeople(
    reading,
    [...people.values()].filter(({ user }) => shared.has(user)),
    sums,
  );
  return sums;
}

function countAccount(
  reading: Reading,
  figures: AccountFigures,
  { notRelevant, hasData }: { readonly notRelevant: ReadonlySet<string>; readonly hasData: boolean },
  sums: Counting,
): void {
  const { account, health, kind } = figures;
  const { untilMs, calendar } = reading;
  count(sums, "accounts");
  const listed = kind === "notInRoster" ? [] : [account];
  const { companies, saas, regular, churned, premium } = subscriptionCounts(listed, untilMs);
  count(sums, "companies", companies.length);
  count(sums, health.class === null ? "unknownHealthAccounts" : `${health.class}Accounts`, companies.length);
  count(sums, `${adoptionLevel(figures) ?? "unknown"}AdoptionAccounts`, companies.length);
  count(sums, "saasAccounts", saas.length);
  count(sums, "regularAccounts", regular.length);
  count(sums, "churnedAccounts", churned.length);
  count(sums, "premiumAccounts", premium.length);
  if (reading.looksBack && kind !== "notInRoster") count(sums, "unknownMarks");
  const { id, createdAt, churnedAt } = account;
  const isCompany = kind !== "notInRoster";
  const engaged = { account: id, isCompany, engagement: 0, createdAt, churnedAt, hasData };
  const { silent, young } = lowestEngagement([engaged], reading.untilMs);
  count(sums, "silentAccounts", silent.length);
  count(sums, "youngAccounts", young.length);
  for (const { month, accounts } of newSubscribersByMonth(listed, SUBSCRIBER_MONTHS, untilMs, calendar)) {
    count(sums, `subscribers ${month}`, accounts.length);
  }
  if (kind !== "notInRoster" && kind !== "churned") countPairs(reading, figures, notRelevant, sums);
}

/** Pairs of an account that has not left and a feature. */
function countPairs(
  reading: Reading,
  { members }: AccountFigures,
  notRelevant: ReadonlySet<string>,
  sums: Counting,
): void {
  const features = countedFeatures(reading).filter(({ feature }) => !notRelevant.has(feature));
  const [adopted, tried] = [new Set<string>(), new Set<string>()];
  for (const { uses } of members) {
    for (const { feature, stage } of uses) {
      if (stage === "untouched" || notRelevant.has(feature)) continue;
      (stage === "adopted" ? adopted : tried).add(feature);
    }
  }
  count(sums, "possiblePairs", features.length);
  count(sums, "adoptedPairs", adopted.size);
  count(sums, "triedPairs", [...tried].filter((feature) => !adopted.has(feature)).length);
}
