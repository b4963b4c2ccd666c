import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { newSubscribersByMonth, SUBSCRIBER_MONTHS } from "../domain/subscriptions/new-subscribers.ts";
import { assetsBefore, keptAssetsBefore } from "./asset-tiles.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { countedFeaturesBefore, keptFeaturesBefore, type FeaturesBefore } from "./feature-tiles.ts";
import { countModules, keptModules, summariesOf, type ModuleSummaries } from "./module-summaries.ts";
import { createNames } from "./numbers/names.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { keptValues, measuredValues, type NumberValues } from "./numbers/values.ts";
import type { AssetCounts } from "./reading/asset-course.ts";
import { areAssetsTold } from "./reading/assets-told.ts";
import { companies } from "./reading/companies.ts";
import { keptFor, type KeptSource } from "./reading/kept-for.ts";
import { comparablePrevious } from "./reading/known-since.ts";
import { lowestAccounts } from "./reading/lowest-accounts.ts";
import type { Reading } from "./reading/reading.ts";

/** What the overview is made of. */
export interface OverviewSource {
  readonly now: NumberValues;
  /** In the period before, as of its last day; null: there is none. */
  readonly before: NumberValues | null;
  /** At the end of the day before the period began; null: nobody had told of any by then. */
  assetsBefore(): Promise<AssetCounts | null>;
  /** Null: not all of the days before are known. */
  featuresBefore(): Promise<FeaturesBefore | null>;
  /** Modules as of the last day, and as of the day before the period began; null: there is no such day. */
  modules(): Promise<{ readonly now: ModuleSummaries; readonly before: ModuleSummaries | null }>;
  /** The accounts with the least engagement, lowest first. */
  lowest(): Promise<readonly LowestAccount[]>;
  /** New subscribers by month, such as `2026-11`, oldest first. */
  subscribers(): Promise<readonly (readonly [month: string, subscribers: number])[]>;
}

/** One of the accounts with the least engagement. */
export interface LowestAccount {
  readonly account: string;
  readonly name: string;
  readonly engagement: number;
  /** In the period before; null: not all of its days are known. */
  readonly before: number | null;
}

/** What a reading's overview is made of: what is kept, or what is counted for the answer. */
export async function overviewSource(reading: Reading): Promise<OverviewSource> {
  const found = keptFor(reading);
  return found === null ? countedSource(reading) : keptSource(reading, found);
}

function countedSource(reading: Reading): OverviewSource {
  const previous = reading.previous();
  return {
    now: measuredValues(reading),
    before: previous && measuredValues(previous),
    assetsBefore: () => assetsBefore(reading),
    featuresBefore: () => countedFeaturesBefore(reading),
    modules: () => countedModules(reading),
    async lowest() {
      const comparable = await comparablePrevious(reading);
      const [{ lowest }, before, names] = await Promise.all([
        lowestAccounts(reading),
        comparable && engagements(comparable),
        createNames(reading),
      ]);
      return lowest.map(({ account, engagement }) => ({
        account,
        name: names.of("account", account),
        engagement,
        before: before && (before.get(account) ?? 0),
      }));
    },
    async subscribers() {
      const { calendar, untilMs } = reading;
      const months = newSubscribersByMonth((await companies(reading)).listed, SUBSCRIBER_MONTHS, untilMs, calendar);
      return months.map(({ month, accounts }) => [month, accounts.length] as const);
    },
  };
}

async function keptSource(
  reading: Reading,
  { kept, period, partBefore, partThen }: KeptSource,
): Promise<OverviewSource> {
  const { scope, calendar, untilMs } = reading;
  const [state, adoption, use, useBefore, then, areTold] = await Promise.all([
    sumsOf(reading, kept, "now"),
    sumsOf(reading, kept, "adoption"),
    sumsOf(reading, kept, `in ${period}`),
    partBefore && sumsOf(reading, kept, partBefore),
    partThen && sumsOf(reading, kept, partThen),
    areAssetsTold(reading),
  ]);
  const before = useBefore && then && { ...then, ...useBefore };
  // Whether anybody has told of assets doesn't depend on whose they are.
  const allThen = partThen && kept.sums(partThen, ALL_ACCOUNTS);
  return {
    now: keptValues({ ...state, ...adoption, ...use, assetWords: Number(areTold) }),
    before: before && keptValues({ ...before, assetWords: allThen?.["assetWords"] ?? 0 }),
    assetsBefore: async () => keptAssetsBefore(before, allThen),
    featuresBefore: async () => partBefore && before && keptFeaturesBefore(reading, kept, partBefore, before),
    async modules() {
      const modules = await keptModules(reading);
      return modules === null
        ? countedModules(reading)
        : { now: modules, before: before && summariesOf(reading, before, before) };
    },
    async lowest() {
      const { lowest } = kept.lowestAccounts(scope, period, untilMs);
      const isKnown = (await comparablePrevious(reading)) !== null;
      const ids = lowest.map(({ account }) => account);
      const sums = partBefore === null || !isKnown ? null : kept.sumsByAccount(partBefore, ids);
      return lowest.map(({ account, name, engagement }) => ({
        account,
        name,
        engagement,
        before: sums && (sums.get(account)?.["engagement"] ?? 0),
      }));
    },
    async subscribers() {
      const months = newSubscribersByMonth([], SUBSCRIBER_MONTHS, untilMs, calendar);
      return months.map(({ month }) => [month, state[`subscribers ${month}`] ?? 0] as const);
    },
  };
}

async function countedModules(reading: Reading) {
  const previous = reading.previous();
  const [now, before] = await Promise.all([countModules(reading), previous && countModules(previous)]);
  return { now, before };
}

/** Engagement of the accounts that have any, by their ids. */
async function engagements(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const number = NUMBERS.get("engagement");
  const rows = (await number?.measure(reading, {}, "account"))?.rows ?? [];
  return new Map(rows.map(({ id, value }) => [id, value ?? 0]));
}
