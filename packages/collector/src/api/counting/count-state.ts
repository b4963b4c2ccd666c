import { isMeasured } from "../../domain/modules/module-adoption.ts";
import { newSubscribersByMonth, SUBSCRIBER_MONTHS } from "../../domain/subscriptions/new-subscribers.ts";
import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import { subscriptionCounts } from "../../domain/subscriptions/subscription-counts.ts";
import { lowestEngagement } from "../../domain/usage/lowest-engagement.ts";
import { accountFigures, adoptionLevel, type AccountFigures } from "../reading/account-figures.ts";
import { audiences } from "../reading/audiences.ts";
import { eligibilities } from "../reading/eligibility.ts";
import { activeUsers, moduleFigures, type AccountModule } from "../reading/module-figures.ts";
import { userFigures } from "../reading/person-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures } from "../reading/uses.ts";
import { countPeople } from "./count-people.ts";
import { count, countLargest, type Counting, type Sums } from "./sums.ts";

/**
 * What is said of each account as of the reading's last day, in numbers that add up over accounts. People who belong to
 * several accounts (`shared`) are left out of the numbers of people: {@link countSharedState} counts each of them once.
 */
export async function countState(
  reading: Reading,
  shared: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Counting>> {
  const [figures, modules, { ofAccount }] = await Promise.all([
    accountFigures(reading),
    moduleFigures(reading),
    audiences(reading),
  ]);
  const counted = new Map<string, Counting>();
  for (const [id, own] of figures) {
    const sums: Counting = {};
    countPeople(
      reading,
      own.members.filter(({ user }) => !shared.has(user)),
      sums,
    );
    countAccount(reading, own, ofAccount(id).notRelevant, sums);
    counted.set(id, sums);
  }
  await countEligible(reading, counted);
  const inModules = new Map<string, AccountModule[]>();
  for (const { module, accounts } of modules) {
    for (const one of accounts) {
      // Those that have left count in no module, unless one looks at such accounts only, which is not what is kept.
      if (figures.get(one.account.id)?.kind === "churned") continue;
      countModule(module.module, one, counted.get(one.account.id) ?? {});
      inModules.set(one.account.id, [...(inModules.get(one.account.id) ?? []), one]);
    }
  }
  for (const [id, own] of inModules) {
    const { kept, live } = peopleIn(own);
    const sums = counted.get(id) ?? {};
    count(sums, "modulePeople", [...kept].filter((user) => !shared.has(user)).length);
    count(sums, "liveModulePeople", [...live].filter((user) => !shared.has(user)).length);
  }
  return counted;
}

/** The numbers of people of those who belong to several of the reading's accounts or others', each of them once. */
export async function countSharedState(reading: Reading, shared: ReadonlySet<string>): Promise<Sums> {
  const sums: Counting = {};
  const [people, modules] = await Promise.all([userFigures(reading), moduleFigures(reading)]);
  countPeople(
    reading,
    [...people.values()].filter(({ user }) => shared.has(user)),
    sums,
  );
  const { kept, live } = peopleIn(
    modules.flatMap(({ accounts }) =>
      accounts.filter(({ account }) => accountKind(account, reading.untilMs) !== "churned"),
    ),
  );
  count(sums, "modulePeople", [...kept].filter((user) => shared.has(user)).length);
  count(sums, "liveModulePeople", [...live].filter((user) => shared.has(user)).length);
  return sums;
}

function countAccount(
  reading: Reading,
  figures: AccountFigures,
  notRelevant: ReadonlySet<string>,
  sums: Counting,
): void {
  const { account, members, health, kind } = figures;
  const { untilMs, calendar } = reading;
  count(sums, "accounts");
  if (kind !== "churned") count(sums, "stayingAccounts");
  count(sums, "members", members.length);
  const listed = kind === "notInRoster" ? [] : [account];
  const { companies, saas, regular, churned, premium } = subscriptionCounts(listed, untilMs);
  if (kind === "notInRoster") count(sums, "notInRosterAccounts");
  count(sums, "companies", companies.length);
  count(sums, health.class === null ? "unknownHealthAccounts" : `${health.class}Accounts`, companies.length);
  count(sums, `${adoptionLevel(figures) ?? "unknown"}AdoptionAccounts`, companies.length);
  count(sums, "saasAccounts", saas.length);
  count(sums, "regularAccounts", regular.length);
  count(sums, "churnedAccounts", churned.length);
  count(sums, "premiumAccounts", premium.length);
  if (reading.looksBack && kind !== "notInRoster") count(sums, "unknownMarks");
  const { id, createdAt, churnedAt, lastReceivedAtMs } = account;
  const isCompany = kind !== "notInRoster";
  const engaged = { account: id, isCompany, engagement: 0, createdAt, churnedAt, lastReceivedAt: lastReceivedAtMs };
  const { silent, young } = lowestEngagement([engaged], reading.untilMs);
  count(sums, "silentAccounts", silent.length);
  count(sums, "youngAccounts", young.length);
  for (const { month, accounts } of newSubscribersByMonth(listed, SUBSCRIBER_MONTHS, untilMs - 1, calendar)) {
    count(sums, `subscribers ${month}`, accounts.length);
  }
  const isActive = kind !== "notInRoster" && kind !== "churned";
  if (isActive) {
    const pairs = countedFeatures(reading).filter(({ feature }) => !notRelevant.has(feature));
    count(sums, "possiblePairs", pairs.length);
  }
  countStages(figures, isActive, notRelevant, sums);
}

/** The terms of each feature's adoption rates. */
async function countEligible(reading: Reading, counted: ReadonlyMap<string, Counting>): Promise<void> {
  for (const definition of countedFeatures(reading)) {
    const { feature } = definition;
    for (const one of await eligibilities(reading, definition)) {
      const { account, unavailable, adopted, eligible, isAdopted, beforeAnswers } = one;
      const sums = counted.get(account.id) ?? {};
      // Few ever say that something isn't relevant: only what that takes away is kept, where it takes anything.
      count(sums, `answeredAdoptedUsers ${feature}`, beforeAnswers.adopted.length - adopted.length);
      count(sums, `answeredUsers ${feature}`, beforeAnswers.eligible - eligible);
      if (unavailable !== null) continue;
      count(sums, `adoptedUsers ${feature}`, adopted.length);
      count(sums, `eligibleUsers ${feature}`, eligible);
      count(sums, `adoptedAccounts ${feature}`, isAdopted ? 1 : 0);
      count(sums, `eligibleAccounts ${feature}`);
    }
  }
}

/** Members by stage and feature, and the pairs of account and feature of those that have not left. */
function countStages(
  { members }: AccountFigures,
  isActive: boolean,
  notRelevant: ReadonlySet<string>,
  sums: Counting,
): void {
  const [adopted, tried] = [new Set<string>(), new Set<string>()];
  for (const { feature, stage, living } of members.flatMap(({ uses }) => uses)) {
    if (stage === "untouched") continue;
    count(sums, `${stage} ${feature}`);
    if (stage === "adopted" && living !== null) count(sums, `${living} ${feature}`);
    if (!notRelevant.has(feature)) (stage === "adopted" ? adopted : tried).add(feature);
  }
  if (!isActive) return;
  count(sums, "adoptedPairs", adopted.size);
  count(sums, "triedPairs", [...tried].filter((feature) => !adopted.has(feature)).length);
}

/** What `ModuleFigures` are made of, of one account. */
function countModule(module: string, of: AccountModule, sums: Counting): void {
  const { snapshot, counts, live, named } = of;
  count(sums, `moduleAccounts ${module}`);
  countAdoption(module, "kept", counts, sums);
  countAdoption(module, "live", live, sums);
  count(sums, `liveActive ${module}`, activeUsers(of).length);
  if (!isMeasured(counts)) return;
  if (named === null) count(sums, "unnamedModulePeople");
  if (snapshot !== null) countLargest(sums, `snapshotDay ${module}`, snapshot.day);
}

function countAdoption(module: string, of: "kept" | "live", counts: AccountModule["counts"], sums: Counting): void {
  if (isMeasured(counts)) {
    count(sums, `${of}Measured ${module}`);
    count(sums, `${of}MeasuredActive ${module}`, counts.active ?? 0);
    count(sums, `${of}MeasuredLicensed ${module}`, counts.licensed ?? 0);
  } else if (counts.licensed !== 0) {
    count(sums, `${of}NoData ${module}`);
  }
}

/** Who is active in any of the modules: at the snapshots, and now. */
function peopleIn(modules: readonly AccountModule[]): {
  readonly kept: ReadonlySet<string>;
  readonly live: ReadonlySet<string>;
} {
  return {
    kept: new Set(modules.flatMap(({ counts, named }) => (isMeasured(counts) ? (named ?? []) : []))),
    live: new Set(modules.flatMap((one) => (isMeasured(one.live) ? activeUsers(one) : []))),
  };
}
