import { countAdoption, countReach } from "../api/counting/count-adoption.ts";
import { countAssets } from "../api/counting/count-assets.ts";
import { countFunnels } from "../api/counting/count-funnels.ts";
import { over } from "../api/counting/count-shared.ts";
import { countState } from "../api/counting/count-state.ts";
import { countUse, countUserUse, type CountedUse, type UserUse } from "../api/counting/count-use.ts";
import { addSums, type Counting, type Sums } from "../api/counting/sums.ts";
import { assetsAt } from "../api/reading/asset-course.ts";
import type { KeptPart, KeptPeriodName } from "../api/reading/kept.ts";
import type { Reading } from "../api/reading/reading.ts";
import { userTimes } from "../api/reading/median-times.ts";
import { quietLapses } from "../api/reading/quiet-lapses.ts";
import { memberUses } from "../api/reading/uses.ts";
import { eligibleUses, isTouched, stageOfMember } from "../api/stage-rows.ts";
import { groupBy } from "../domain/group-by.ts";
import type { CountedAccounts, CountedUser, CountingOf, ListedAccount } from "./counted.ts";
import { listAccounts } from "./list-accounts.ts";
import { listUsers } from "./list-users.ts";
import type { CountedStage } from "./kept-stages.ts";
import { comparedPeriodsOf, periodsOf } from "./parts.ts";
import type { UseTimes } from "./use-times.ts";

/** What was done in each period; looked at once, for whichever layers need it. */
export interface UseOfPeriods {
  ofAccounts(period: KeptPeriodName): Promise<CountedUse>;
  /** By user. */
  ofUsers(period: KeptPeriodName): Promise<ReadonlyMap<string, UserUse>>;
}

/** Notes the numbers of a part, by account. */
type NoteSums = (part: KeptPart, counted: ReadonlyMap<string, Sums>) => void;

/** A look at what was done, of a part. */
type UsePart = readonly [part: KeptPart, look: Reading];

/**
 * Counts what is kept of the accounts that a reading sees.
 * @param reading as of the day that is kept; over the days of one's own, where these are kept.
 */
export async function countAccounts(reading: Reading, counting: CountingOf): Promise<CountedAccounts> {
  const { layers, shared } = counting;
  const accounts = (await reading.accounts()).map(({ id }) => id).toSorted();
  const sums = new Map(accounts.map((account) => [account, new Map<KeptPart, Sums>()]));
  const note: NoteSums = (part, counted) => {
    for (const [account, own] of sums) own.set(part, counted.get(account) ?? {});
  };
  const use = createUseOf(reading, shared);
  let times: CountedAccounts["times"] = new Map();
  let stages: ReadonlyMap<string, readonly CountedStage[]> | null = null;
  let listed: ReadonlyMap<string, ListedAccount> | null = null;
  let users: readonly CountedUser[] | null = null;
  if (layers.includes("use")) {
    const parts = await countUseLayer(reading, counting, use, note);
    if (counting.withTimes) times = await timesOfParts(parts, (user) => !shared.has(user));
    stages = await stagesByAccount(reading);
  }
  if (layers.includes("people")) {
    const { milestones, now, rows } = await listAccounts(reading, counting, use);
    note("now", now);
    note("milestones", milestones);
    note("funnels", await countFunnels(reading));
    if (counting.withBefore) await countThen(reading, counting, note);
    listed = rows;
    users = await listUsers(reading, counting, use);
  }
  return {
    accounts: accounts.map((account) => ({
      account,
      sums: sums.get(account) ?? new Map(),
      stages: stages && (stages.get(account) ?? []),
      listed: listed?.get(account) ?? null,
    })),
    users,
    times,
  };
}

/** Counts them when they are asked for. */
export function createUseOf(reading: Reading, shared: ReadonlySet<string>): UseOfPeriods {
  const looks = new Map<KeptPeriodName, Reading>();
  const lookOver = (period: KeptPeriodName): Reading => {
    const look = looks.get(period) ?? over(reading, period);
    looks.set(period, look);
    return look;
  };
  return {
    ofAccounts(period) {
      const look = lookOver(period);
      return look.derive("use of accounts", () => countUse(look, shared));
    },
    ofUsers: (period) => countUserUse(lookOver(period)),
  };
}

async function countUseLayer(
  reading: Reading,
  { days, shared, withBefore }: CountingOf,
  use: UseOfPeriods,
  note: NoteSums,
): Promise<readonly UsePart[]> {
  const adoption = await countAdoption(reading, shared);
  await countReach(reading, adoption);
  note("adoption", adoption);
  const parts: UsePart[] = [];
  for (const period of periodsOf(days)) {
    note(`in ${period}`, (await use.ofAccounts(period)).accounts);
    parts.push([`in ${period}`, over(reading, period)]);
  }
  for (const period of withBefore ? comparedPeriodsOf(days) : []) {
    const previous = over(reading, period).previous();
    if (previous === null) continue;
    note(`before ${period}`, (await countUse(previous, shared)).accounts);
    parts.push([`before ${period}`, previous]);
  }
  return parts;
}

/** How long some people used each feature. @param isCounted whether somebody is one of them. */
export async function timesOfParts(
  parts: readonly UsePart[],
  isCounted: (user: string) => boolean,
): Promise<CountedAccounts["times"]> {
  const times = new Map<KeptPart, UseTimes>();
  for (const [part, look] of parts) {
    const own = (await userTimes(look)).filter(({ user }) => isCounted(user));
    const byFeature = [...groupBy(own, ({ feature }) => feature)];
    times.set(part, new Map(byFeature.map(([feature, some]) => [feature, some.map(({ activeMs }) => activeMs)])));
  }
  return times;
}

/** What members made of features. */
async function stagesByAccount(reading: Reading): Promise<ReadonlyMap<string, readonly CountedStage[]>> {
  const [uses, isEligible, isQuiet] = await Promise.all([
    memberUses(reading),
    eligibleUses(reading),
    quietLapses(reading),
  ]);
  const stages = uses
    .filter(isTouched)
    .map((use) => Object.assign(stageOfMember(use), { isEligible: isEligible(use), isQuiet: isQuiet(use) }));
  return groupBy(stages, ({ account }) => account);
}

/** What is said as of the last day of the periods before. */
async function countThen(reading: Reading, { days, shared }: CountingOf, note: NoteSums): Promise<void> {
  for (const period of comparedPeriodsOf(days)) {
    const previous = over(reading, period).previous();
    if (previous === null) continue;
    const [state, adoption] = [await countState(previous, shared), await countAdoption(previous, shared)];
    const then = new Map<string, Counting>(state);
    countAssets(await assetsAt(previous, previous.lastDay), then);
    for (const [account, own] of then) addSums(own, adoption.get(account) ?? {});
    note(`then ${period}`, then);
  }
}
