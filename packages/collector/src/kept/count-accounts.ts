import { accountRows } from "../api/account-rows.ts";
import { attentionRows } from "../api/attention.ts";
import type { AccountsRow, AttentionReply, CoverageReply, UsersRow } from "../api/contract.ts";
import { coverageRows } from "../api/coverage.ts";
import type { KeptPart, KeptPeriodName, KeptSums } from "../api/reading/kept.ts";
import { hasLeft, isThen } from "../api/reading/existence.ts";
import { quietLapses } from "../api/reading/quiet-lapses.ts";
import { figuresOfNobody } from "../api/reading/person-figures.ts";
import type { Reading } from "../api/reading/reading.ts";
import { userRows } from "../api/users.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { countPeople } from "../api/counting/count-people.ts";
import { countShared, over } from "../api/counting/count-shared.ts";
import { countAssets } from "../api/counting/count-assets.ts";
import { countFunnels } from "../api/counting/count-funnels.ts";
import { countIn, countSegments } from "../api/counting/count-segments.ts";
import { countMilestones, type AccountMilestones } from "../api/counting/count-milestones.ts";
import { countState } from "../api/counting/count-state.ts";
import { countUse, type UserUse } from "../api/counting/count-use.ts";
import { memberUses } from "../api/reading/uses.ts";
import { eligibleUses, isTouched, stageOfMember } from "../api/stage-rows.ts";
import { groupBy } from "../domain/group-by.ts";
import type { CountedStage } from "./kept-stages.ts";
import { assetsAt } from "../api/reading/asset-course.ts";
import { addSums, type Counting } from "../api/counting/sums.ts";
import type { UserRow } from "../store/facts.ts";
import { countDays, type CountedDays } from "./count-days.ts";
import { comparedPeriodsOf, partsOf, periodsOf, type KeptDays } from "./parts.ts";

/** Everything that is kept of one account. */
export interface CountedAccount {
  readonly row: AccountsRow;
  readonly periods: CountedPeriods<Readonly<Record<string, number>>>;
  readonly sums: ReadonlyMap<KeptPart, KeptSums>;
  /** What its members made of features. */
  readonly stages: readonly CountedStage[];
  /** Null: it has no reason to be in the queue. */
  readonly attention: AttentionReply["rows"][number] | null;
  readonly coverage: CoverageReply["rows"][number];
  /** How long its members, or itself, waited for each milestone. */
  readonly waits: AccountMilestones["waits"];
  /** First day of which anything is known. */
  readonly firstDay: WorkspaceDay | null;
  /** Null: they aren't kept, as the file is of days of one's own. */
  readonly days: CountedDays | null;
}

/** By the periods of the file. */
export type CountedPeriods<Use> = Readonly<Partial<Record<KeptPeriodName, Use>>>;

/** Everything that is kept of one person. */
export interface CountedUser {
  readonly row: UsersRow;
  readonly periods: CountedPeriods<UserUse>;
}

/** People who don't belong to one account alone, and the numbers in which they are. */
export interface CountedPeople {
  readonly users: readonly CountedUser[];
  readonly sums: ReadonlyMap<KeptPart, KeptSums>;
}

/** What is kept of some accounts. */
export interface CountedAccounts {
  readonly accounts: readonly CountedAccount[];
  /** The people who belong to one of them and to no other account. */
  readonly users: readonly CountedUser[];
}

/** What is counted of a file. */
export interface CountingOf {
  readonly days: KeptDays;
  /** People who belong to several accounts of the workspace. */
  readonly shared: ReadonlySet<string>;
  /** Whether the periods before and the weeks that are over are counted, which takes longer than all the rest. */
  readonly withBefore: boolean;
}

const NO_USE: UserUse = { activeMs: 0, visits: 0, engagement: 0 };

/**
 * Counts everything that is kept of the accounts that a reading sees.
 * @param reading as of the day that is kept; over the days of one's own, where these are kept.
 */
export async function countAccounts(
  reading: Reading,
  { days: kept, shared, withBefore }: CountingOf,
): Promise<CountedAccounts> {
  const [rows, attention, coverage, firstDays, state, funnels, milestones] = await Promise.all([
    accountRows(reading),
    attentionRows(reading),
    coverageRows(reading),
    firstDaysOf(reading),
    countState(reading, shared),
    countFunnels(reading),
    countMilestones(reading),
  ]);
  countAssets(rows, state);
  await countSegments(reading, shared, state);
  const people = (await userRows(reading)).filter(({ user }) => !shared.has(user));
  const parts = new Map<string, Map<KeptPart, KeptSums>>(
    rows.map(({ account }) => [
      account,
      new Map([
        ["now", state.get(account) ?? {}],
        ["funnels", funnels.get(account) ?? {}],
        ["milestones", milestones.get(account)?.sums ?? {}],
      ]),
    ]),
  );
  const accountPeriods = new Map<string, Record<string, Record<string, number>>>(
    rows.map(({ account }) => [account, {}]),
  );
  const userPeriods = new Map<string, Record<string, UserUse>>(people.map(({ user }) => [user, {}]));
  for (const period of periodsOf(kept)) {
    const { accounts, activeUsers, users } = await countUse(over(reading, period), shared);
    for (const [id, sums] of accounts) {
      const { activeMs = 0, visits = 0, engagement = 0 } = sums;
      parts.get(id)?.set(`in ${period}`, sums);
      const own = accountPeriods.get(id);
      if (own) own[period] = { activeMs, visits, engagement, activeUsers: activeUsers.get(id) ?? 0 };
    }
    for (const [user, own] of userPeriods) own[period] = users.get(user) ?? NO_USE;
  }
  if (withBefore) await addBefore(reading, { kept, shared }, parts);
  const days = kept === "presets" ? await countDays(reading, withBefore) : () => null;
  const [uses, isEligible, isQuiet] = await Promise.all([
    memberUses(reading),
    eligibleUses(reading),
    quietLapses(reading),
  ]);
  const stages = groupBy(uses.filter(isTouched), ({ account }) => account);
  const hits = new Map(attention.map((row) => [row.account, row]));
  const coverageOf = new Map(coverage.map((row) => [row.account, row]));
  return {
    accounts: rows.map((row) => ({
      row,
      periods: accountPeriods.get(row.account) ?? {},
      sums: parts.get(row.account) ?? new Map(),
      stages: (stages.get(row.account) ?? []).map((use) =>
        Object.assign(stageOfMember(use), { isEligible: isEligible(use), isQuiet: isQuiet(use) }),
      ),
      attention: hits.get(row.account) ?? null,
      coverage: coverageOf.get(row.account) as CountedAccount["coverage"],
      waits: milestones.get(row.account)?.waits ?? new Map(),
      firstDay: firstDays.get(row.account) ?? null,
      days: days(row.account),
    })),
    users: people.map((row) => ({ row, periods: userPeriods.get(row.user) ?? {} })),
  };
}

/** What is kept of the people who belong to several accounts, over all of them. */
export async function countSharedUsers(
  reading: Reading,
  { days, shared }: Pick<CountingOf, "days" | "shared">,
): Promise<CountedPeople> {
  const sums = new Map<KeptPart, KeptSums>();
  for (const part of partsOf(days)) sums.set(part, await countShared(reading, part, shared));
  const people = (await userRows(reading)).filter(({ user }) => shared.has(user));
  const periods = new Map<string, Record<string, UserUse>>(people.map(({ user }) => [user, {}]));
  for (const period of periodsOf(days)) {
    const { users } = await countUse(over(reading, period), shared);
    for (const [user, own] of periods) own[period] = users.get(user) ?? NO_USE;
  }
  return { users: people.map((row) => ({ row, periods: periods.get(row.user) ?? {} })), sums };
}

/**
 * What is kept of people who belong to no account, in which therefore they did nothing.
 * @param reading of whatever accounts, as of the day that is kept.
 */
export async function countUnattached(
  reading: Reading,
  people: readonly UserRow[],
  days: KeptDays,
): Promise<CountedPeople> {
  // No account can see them.
  const there = people.filter((person) => isThen(reading, person) && !hasLeft(reading, person));
  const nowhere: Reading = { ...reading.narrow([]), users: async () => there };
  const rows = await userRows(nowhere);
  const periods = Object.fromEntries(periodsOf(days).map((period) => [period, NO_USE]));
  const sums = sumsOfUnattached(reading, people, rows, days);
  return { users: rows.map((row) => ({ row, periods })), sums };
}

function sumsOfUnattached(
  reading: Reading,
  people: readonly UserRow[],
  rows: readonly UsersRow[],
  days: KeptDays,
): ReadonlyMap<KeptPart, KeptSums> {
  const sumsAsOf = (then: Reading): Counting => {
    const sums: Counting = {};
    countPeople(
      then,
      people
        .filter((person) => isThen(then, person) && !hasLeft(then, person))
        .map((person) => figuresOfNobody(then, person)),
      sums,
    );
    return sums;
  };
  const now = sumsAsOf(reading);
  for (const { segments } of rows) countIn(segments, now);
  const sums = new Map<KeptPart, KeptSums>([["now", now]]);
  for (const period of comparedPeriodsOf(days)) {
    const previous = over(reading, period).previous();
    if (previous !== null) sums.set(`before ${period}`, sumsAsOf(previous));
  }
  return sums;
}

async function addBefore(
  reading: Reading,
  { kept, shared }: { readonly kept: KeptDays; readonly shared: ReadonlySet<string> },
  parts: ReadonlyMap<string, Map<KeptPart, KeptSums>>,
): Promise<void> {
  for (const period of comparedPeriodsOf(kept)) {
    const previous = over(reading, period).previous();
    if (previous === null) continue;
    const state = await countState(previous, shared);
    countAssets(await assetsAt(previous, previous.lastDay), state);
    const { accounts } = await countUse(previous, shared);
    for (const [id, own] of parts) {
      const both: Counting = { ...state.get(id) };
      addSums(both, accounts.get(id) ?? {});
      own.set(`before ${period}`, both);
    }
  }
}

async function firstDaysOf(reading: Reading): Promise<ReadonlyMap<string, WorkspaceDay>> {
  const rows = await reading.totals({ by: ["account"], spanUnder: reading.definitions.idleLimitIndex }, null);
  return new Map(rows.flatMap(({ account = "", span }) => (span ? [[account, span.firstDay] as const] : [])));
}
