import type { CompiledDefinitions } from "../../domain/compile-definitions.ts";
import { engagementOf, featureOfAction } from "../../domain/engagement.ts";
import { newSubscribersIn } from "../../domain/subscriptions/new-subscribers.ts";
import { momentsOf } from "../reading/moments-of.ts";
import { companies } from "../reading/companies.ts";
import { churnOf } from "../reading/churn-of.ts";
import type { Reading } from "../reading/reading.ts";
import type { ActionTotalsRow, TotalsRow } from "../../store/facts.ts";
import { count, type Counting, type Sums } from "./sums.ts";

/** What happened in a reading's period. */
export interface CountedUse {
  /** By account, in numbers that add up over accounts; people who belong to several accounts are in no number of people. */
  readonly accounts: ReadonlyMap<string, Counting>;
  /** By account: everybody who used anything there. */
  readonly activeUsers: ReadonlyMap<string, number>;
}

/** What one person did in a period. */
export interface UserUse {
  readonly activeMs: number;
  readonly visits: number;
  readonly engagement: number;
}

/** Counts the period of a reading, account by account. */
export async function countUse(reading: Reading, shared: ReadonlySet<string>): Promise<CountedUse> {
  const { definitions } = reading;
  const [accounts, use, ofAccounts] = await Promise.all([
    reading.accounts(),
    reading.totals({ by: ["account", "user", "feature"] }),
    reading.actionTotals({ by: ["account"] }),
  ]);
  const counted = new Map<string, Counting>(accounts.map(({ id }) => [id, {}]));
  for (const row of use) {
    const { account = "", feature = "", visits } = row;
    const activeMs = timeOf(row, definitions);
    const sums = counted.get(account) ?? {};
    count(sums, "activeMs", activeMs);
    count(sums, "visits", visits);
    count(sums, `seen ${feature}`);
    count(sums, `activeMs ${feature}`, activeMs);
    count(sums, `visits ${feature}`, visits);
  }
  for (const row of ofAccounts) countAction(row, definitions, counted.get(row.account ?? "") ?? {});
  const activeUsers = new Map<string, number>();
  for (const [member, rows] of usedByMember(use, definitions)) {
    const [account = "", user = ""] = member.split("\n");
    activeUsers.set(account, (activeUsers.get(account) ?? 0) + 1);
    if (!shared.has(user)) countPerson(rows, definitions, counted.get(account) ?? {});
  }
  const moments = momentsOf(reading);
  const { atStart, churned, cameAndLeft } = await churnOf(reading);
  for (const id of atStart) count(counted.get(id) ?? {}, "accountsAtStart");
  for (const id of churned) count(counted.get(id) ?? {}, "churnedInPeriod");
  for (const id of cameAndLeft) count(counted.get(id) ?? {}, "cameAndLeft");
  for (const account of (await companies(reading)).listed) {
    const sums = counted.get(account.id) ?? {};
    count(sums, "newSubscribers", newSubscribersIn([account], moments).length);
  }
  return { accounts: counted, activeUsers };
}

/** What each person did in the period of a reading, over the accounts that it sees; who did nothing isn't in it. */
export async function countUserUse(reading: Reading): Promise<ReadonlyMap<string, UserUse>> {
  const { definitions } = reading;
  const [use, actions] = await Promise.all([
    // The question that the use of accounts is counted of.
    reading.totals({ by: ["account", "user", "feature"] }),
    reading.actionTotals({ by: ["user"] }),
  ]);
  const users = new Map<string, { -readonly [Key in keyof UserUse]: number }>();
  const userOf = (id: string) => {
    const known = users.get(id) ?? { activeMs: 0, visits: 0, engagement: 0 };
    users.set(id, known);
    return known;
  };
  for (const row of use) {
    const person = userOf(row.user ?? "");
    person.activeMs += timeOf(row, definitions);
    person.visits += row.visits;
  }
  for (const row of actions) userOf(row.user ?? "").engagement += engagementOf([row], definitions);
  return users;
}

/** The numbers of people of those who belong to several accounts, each of them once. */
export async function countSharedUse(reading: Reading, shared: ReadonlySet<string>): Promise<Sums> {
  const use = await reading.totals({ by: ["account", "user", "feature"] });
  const sums: Counting = {};
  const byUser = new Map<string, Set<string>>();
  for (const row of use) {
    if (row.user === undefined || !shared.has(row.user) || !isUse(row, reading.definitions)) continue;
    byUser.set(row.user, (byUser.get(row.user) ?? new Set()).add(row.feature ?? ""));
  }
  for (const features of byUser.values()) countPerson(features, reading.definitions, sums);
  return sums;
}

function countAction(row: ActionTotalsRow, definitions: CompiledDefinitions, sums: Counting): void {
  const engagement = engagementOf([row], definitions);
  count(sums, "engagement", engagement);
  if (!definitions.actions.has(row.action)) return;
  const feature = featureOfAction(row, definitions);
  count(sums, `seen ${feature}`);
  count(sums, `engagement ${feature}`, engagement);
}

/** The features that each member has used, by account and user; ids hold no control characters. */
function usedByMember(
  use: readonly TotalsRow[],
  definitions: CompiledDefinitions,
): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  for (const row of use) {
    if (!isUse(row, definitions)) continue;
    const member = `${row.account}\n${row.user}`;
    used.set(member, (used.get(member) ?? new Set()).add(row.feature ?? ""));
  }
  return used;
}

/** Counts a person who used these features. */
function countPerson(features: ReadonlySet<string>, { modules }: CompiledDefinitions, sums: Counting): void {
  count(sums, "activeUsers");
  for (const feature of features) count(sums, `users ${feature}`);
  for (const { module, features: own } of modules.values()) {
    if (own.some((feature) => features.has(feature))) count(sums, `moduleUsers ${module}`);
  }
}

function isUse(row: TotalsRow, definitions: CompiledDefinitions): boolean {
  return row.visits > 0 || timeOf(row, definitions) > 0;
}

function timeOf({ activeMs }: TotalsRow, { idleLimitIndex }: CompiledDefinitions): number {
  return activeMs[idleLimitIndex] ?? 0;
}
