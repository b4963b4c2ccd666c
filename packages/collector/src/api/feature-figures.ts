import { groupBy } from "../domain/group-by.ts";
import { featureOfAction } from "../domain/engagement.ts";
import type { FeaturesRow } from "./contract.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { groupMetrics, type CountedMetrics } from "./metrics.ts";
import { adoptionRates, ratesOf, type AdoptionRates } from "./reading/eligibility.ts";
import { featureReach, type FeatureReach } from "./reading/feature-reach.ts";
import type { KeptSums } from "./reading/kept.ts";
import type { KeptSource } from "./reading/kept-for.ts";
import { comparablePrevious } from "./reading/known-since.ts";
import { medianTimes } from "./reading/median-times.ts";
import type { Reading } from "./reading/reading.ts";
import { countedFeatures, memberUses } from "./reading/uses.ts";

/** What the rows of features are made of, by their keys. Null: nobody asked for it. */
export interface FeatureFigures {
  /** Of every feature that has data. */
  readonly metrics: ReadonlyMap<string, CountedMetrics>;
  /** People who used it in the period. */
  readonly users: ReadonlyMap<string, number>;
  /** Median active time of those who used it, ms. */
  readonly medians: ReadonlyMap<string, number> | null;
  /** How far members have got with it. */
  readonly stages: ((feature: string) => StageCounts) | null;
  /** Who of them has seen the way in, and gone in. */
  readonly reach: ((feature: string) => FeatureReach) | null;
  /** In the period before; null as well where not all of its days are known. */
  readonly before: ReadonlyMap<string, Pick<CountedMetrics, "engagement" | "activeMs">> | null;
}

export type StageCounts = Pick<FeaturesRow, "tried" | "adopted" | "lapsed"> & AdoptionRates;

/** What costs more than the rest. */
export interface WantedFigures {
  readonly medians: boolean;
  readonly stages: boolean;
  readonly reach: boolean;
  readonly before: boolean;
}

const NO_TERMS = {
  adoptedUsers: 0,
  eligibleUsers: 0,
  adoptedUsersBeforeAnswers: 0,
  eligibleUsersBeforeAnswers: 0,
  adoptedAccounts: 0,
  eligibleAccounts: 0,
};

/** Of a feature that no definition names: nothing that isn't defined can be adopted. */
export const NO_STAGES: StageCounts = { tried: 0, adopted: 0, lapsed: 0, ...ratesOf(NO_TERMS) };

/** Of a feature that no definition names, and of one that isn't launched. */
export const NO_REACH: FeatureReach = { exposedUsers: 0, activatedUsers: 0 };

function reachIn(sums: KeptSums, feature: string): FeatureReach {
  return { exposedUsers: sums[`exposed ${feature}`] ?? 0, activatedUsers: sums[`activated ${feature}`] ?? 0 };
}

/** Counts them for the answer. */
export async function countFeatures(reading: Reading, wanted: WantedFigures): Promise<FeatureFigures> {
  const [metrics, distinct, before, stages, reach, medians] = await Promise.all([
    featureMetrics(reading),
    reading.distinctUsers({ by: ["feature"] }),
    wanted.before ? metricsBefore(reading) : null,
    wanted.stages ? stageCounts(reading) : null,
    wanted.reach ? featureReach(reading) : null,
    wanted.medians ? medianTimes(reading) : null,
  ]);
  const users = new Map(distinct.map(({ feature = "", users: counted }) => [feature, counted]));
  return { metrics, users, before, stages, reach: reach && ((feature) => reach.get(feature) ?? NO_REACH), medians };
}

/** Reads them from what is kept; assets there are as many as at this moment. */
export async function keptFeatures(
  reading: Reading,
  { kept, period, partBefore }: KeptSource,
  wanted: WantedFigures,
): Promise<FeatureFigures> {
  const previous = wanted.before ? await comparablePrevious(reading) : null;
  const [use, assets, adoption, before, medians] = await Promise.all([
    sumsOf(reading, kept, `in ${period}`),
    assetMetrics(reading),
    wanted.stages || wanted.reach ? sumsOf(reading, kept, "adoption") : null,
    previous === null || partBefore === null ? null : sumsOf(reading, kept, partBefore),
    wanted.medians ? (reading.scope.kind === "all" ? kept.medians(`in ${period}`) : medianTimes(reading)) : null,
  ]);
  return {
    metrics: keptMetrics(use, assets),
    users: new Map(amountsOf("users", use)),
    medians,
    stages: adoption && stagesIn(adoption),
    reach: adoption && ((feature) => reachIn(adoption, feature)),
    before: before && keptMetrics(before, new Map()),
  };
}

/** The four metrics of every feature that has data. */
async function featureMetrics(reading: Reading): Promise<ReadonlyMap<string, CountedMetrics>> {
  const { definitions } = reading;
  const [totals, actions, assets] = await Promise.all([
    reading.totals({ by: ["feature"] }),
    reading.actionTotals({ by: [] }),
    reading.assetCounts(["type"]),
  ]);
  return groupMetrics(
    {
      totals: { rows: totals, key: (row) => row.feature ?? null },
      actions: {
        rows: actions,
        key: (row) => (definitions.actions.has(row.action) ? featureOfAction(row, definitions) : null),
      },
      assets: { rows: assets, key: ({ type = "" }) => definitions.assetTypes.get(type)?.feature ?? null },
    },
    definitions,
  );
}

/** Assets alone; what else there is of a feature is 0. */
async function assetMetrics(reading: Reading): Promise<ReadonlyMap<string, CountedMetrics>> {
  const { definitions } = reading;
  const rows = await reading.assetCounts(["type"]);
  const nothing = { rows: [], key: () => null };
  return groupMetrics(
    {
      totals: nothing,
      actions: nothing,
      assets: { rows, key: ({ type = "" }) => definitions.assetTypes.get(type)?.feature ?? null },
    },
    definitions,
  );
}

/** A feature has data where it was seen, even if nothing of that counts, and where it has assets. */
function keptMetrics(use: KeptSums, assets: ReadonlyMap<string, CountedMetrics>): ReadonlyMap<string, CountedMetrics> {
  const features = new Set([...amountsOf("seen", use)].map(([feature]) => feature));
  return new Map(
    [...features, ...assets.keys()].map((feature) => [
      feature,
      {
        assets: assets.get(feature)?.assets ?? 0,
        activeAssets: assets.get(feature)?.activeAssets ?? 0,
        engagement: use[`engagement ${feature}`] ?? 0,
        activeMs: use[`activeMs ${feature}`] ?? 0,
        visits: use[`visits ${feature}`] ?? 0,
      },
    ]),
  );
}

/** The features that have a number of this name, and how much it is. */
function amountsOf(name: string, sums: KeptSums): readonly (readonly [feature: string, amount: number])[] {
  const prefix = `${name} `;
  return Object.entries(sums).flatMap(([key, amount]) =>
    // What was taken away again is there as 0.
    key.startsWith(prefix) && amount > 0 ? [[key.slice(prefix.length), amount] as const] : [],
  );
}

/** Null: not all of the days before are known. */
async function metricsBefore(reading: Reading): Promise<ReadonlyMap<string, CountedMetrics> | null> {
  const previous = await comparablePrevious(reading);
  return previous && featureMetrics(previous);
}

function stagesIn(state: KeptSums): (feature: string) => StageCounts {
  return (feature) => {
    const of = (name: string): number => state[`${name} ${feature}`] ?? 0;
    return {
      tried: of("tried"),
      adopted: of("adopted"),
      lapsed: of("lapsed"),
      ...ratesOf({
        adoptedUsers: of("adoptedUsers"),
        eligibleUsers: of("eligibleUsers"),
        adoptedUsersBeforeAnswers: of("adoptedUsers") + of("answeredAdoptedUsers"),
        eligibleUsersBeforeAnswers: of("eligibleUsers") + of("answeredUsers"),
        adoptedAccounts: of("adoptedAccounts"),
        eligibleAccounts: of("eligibleAccounts"),
      }),
    };
  };
}

async function stageCounts(reading: Reading): Promise<(feature: string) => StageCounts> {
  const features = countedFeatures(reading);
  if (features.length === 0) return () => NO_STAGES;
  const byFeature = groupBy(await memberUses(reading), ({ feature }) => feature);
  const counts = new Map<string, StageCounts>();
  for (const definition of features) {
    const own = byFeature.get(definition.feature) ?? [];
    const adopted = own.filter(({ stage }) => stage === "adopted");
    counts.set(definition.feature, {
      tried: own.filter(({ stage }) => stage === "tried").length,
      adopted: adopted.length,
      lapsed: adopted.filter(({ living }) => living === "lapsed").length,
      ...(await adoptionRates(reading, definition)),
    });
  }
  return (feature) => counts.get(feature) ?? NO_STAGES;
}
