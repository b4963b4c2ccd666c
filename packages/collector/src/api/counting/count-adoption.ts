import { isMeasured } from "../../domain/modules/module-adoption.ts";
import { isTrusted } from "../../domain/usage/coverage.ts";
import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import { coverages } from "../reading/coverages.ts";
import { eligibilities } from "../reading/eligibility.ts";
import { reachByAccount } from "../reading/feature-reach.ts";
import { listedKind } from "../reading/listed-kind.ts";
import { activeUsers, moduleFigures, type AccountModule } from "../reading/module-figures.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures, memberUses } from "../reading/uses.ts";
import { count, countLargest, type Counting, type Sums } from "./sums.ts";

/**
 * What members have made of features, and accounts of modules, as of the reading's last day, by account, in numbers that add
 * up over accounts. It needs nothing else that is said of people. Those who belong to several accounts (`shared`) are left out
 * of the numbers of people: {@link countSharedAdoption} counts each of them once.
 */
export async function countAdoption(
  reading: Reading,
  shared: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Counting>> {
  const [accounts, modules, coverageIn] = await Promise.all([
    reading.accounts(),
    moduleFigures(reading),
    coverages(reading),
  ]);
  const kinds = new Map(accounts.map((account) => [account.id, listedKind(reading, account)]));
  const counted = new Map<string, Counting>();
  for (const [id, kind] of kinds) {
    const sums: Counting = {};
    if (kind !== "churned") count(sums, "stayingAccounts");
    if (kind === "notInRoster") count(sums, "notInRosterAccounts");
    counted.set(id, sums);
  }
  await countStages(reading, counted);
  await countEligible(reading, counted);
  const inModules = new Map<string, AccountModule[]>();
  for (const { module, accounts: own } of modules) {
    for (const one of own) {
      // Those that have left count in no module, unless one looks at such accounts only, which is not what is kept.
      if (kinds.get(one.account.id) === "churned") continue;
      const { coverage } = coverageIn(one.account.id);
      countModule(module.module, one, isTrusted(coverage), counted.get(one.account.id) ?? {});
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

/** Adds who has seen the way into each feature, and gone in. */
export async function countReach(reading: Reading, counted: ReadonlyMap<string, Counting>): Promise<void> {
  for (const { account, feature, exposedUsers, activatedUsers } of await reachByAccount(reading)) {
    const sums = counted.get(account) ?? {};
    count(sums, `exposed ${feature}`, exposedUsers);
    count(sums, `activated ${feature}`, activatedUsers);
  }
}

/** The numbers of people of those who belong to several of the reading's accounts or others', each of them once. */
export async function countSharedAdoption(reading: Reading, shared: ReadonlySet<string>): Promise<Sums> {
  const sums: Counting = {};
  const modules = await moduleFigures(reading);
  const { kept, live } = peopleIn(
    modules.flatMap(({ accounts }) =>
      accounts.filter(({ account }) => accountKind(account, reading.untilMs) !== "churned"),
    ),
  );
  count(sums, "modulePeople", [...kept].filter((user) => shared.has(user)).length);
  count(sums, "liveModulePeople", [...live].filter((user) => shared.has(user)).length);
  return sums;
}

/** Members, and those who are in each stage of each feature. */
async function countStages(reading: Reading, counted: ReadonlyMap<string, Counting>): Promise<void> {
  const [users, uses] = await Promise.all([reading.users(), memberUses(reading)]);
  const members = new Set<string>();
  for (const { id, accounts } of users) {
    for (const account of accounts) {
      members.add(memberKey(account, id));
      count(counted.get(account) ?? {}, "members");
    }
  }
  for (const { account, user, feature, stage, living } of uses) {
    if (stage === "untouched" || !members.has(memberKey(account, user))) continue;
    const sums = counted.get(account) ?? {};
    count(sums, `${stage} ${feature}`);
    if (stage === "adopted" && living !== null) count(sums, `${living} ${feature}`);
  }
}

/** The terms of each feature's adoption rates. */
async function countEligible(reading: Reading, counted: ReadonlyMap<string, Counting>): Promise<void> {
  for (const definition of countedFeatures(reading)) {
    const { feature } = definition;
    for (const one of await eligibilities(reading, definition)) {
      const { account, unavailable, leftOut, adopted, eligible, isAdopted, beforeAnswers } = one;
      const sums = counted.get(account.id) ?? {};
      // Few ever say that something isn't relevant: only what that takes away is kept, where it takes anything.
      count(sums, `answeredAdoptedUsers ${feature}`, beforeAnswers.adopted.length - adopted.length);
      count(sums, `answeredUsers ${feature}`, beforeAnswers.eligible - eligible);
      if (unavailable !== null) continue;
      count(sums, `adoptedUsers ${feature}`, adopted.length);
      count(sums, `eligibleUsers ${feature}`, eligible);
      count(sums, `adoptedAccounts ${feature}`, isAdopted ? 1 : 0);
      count(sums, `eligibleAccounts ${feature}`, leftOut === null ? 1 : 0);
    }
  }
}

/** What `ModuleFigures` are made of, of one account. @param trusted whether the tracker sees enough of its people. */
function countModule(module: string, of: AccountModule, trusted: boolean, sums: Counting): void {
  const { snapshot, counts, live, named } = of;
  count(sums, `moduleAccounts ${module}`);
  countModuleAdoption(module, "kept", counts, sums);
  countModuleAdoption(module, "live", live, sums);
  count(sums, `liveActive ${module}`, activeUsers(of).length);
  if (!trusted && isMeasured(counts)) count(sums, `keptUntrusted ${module}`);
  if (!trusted && isMeasured(live)) count(sums, `liveUntrusted ${module}`);
  if (!isMeasured(counts)) return;
  if (named === null) count(sums, "unnamedModulePeople");
  if (snapshot !== null) countLargest(sums, `snapshotDay ${module}`, snapshot.day);
}

function countModuleAdoption(
  module: string,
  of: "kept" | "live",
  counts: AccountModule["counts"],
  sums: Counting,
): void {
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
