import { slotStartMs } from "@uptake/tracker/protocol";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { share, type MilestoneFacts } from "../domain/milestones/milestone-progress.ts";
import type { AssetCountRow } from "../store/assets-question.ts";
import type { ActionTotalsRow, MemberFacts, TotalsRow, UseThreshold } from "../store/facts.ts";
import { countOfAction } from "./count-of-action.ts";

/** What milestones of a member look at. */
export function memberMilestoneFacts(
  facts: MemberFacts,
  assets: readonly AssetCountRow[],
  definitions: CompiledDefinitions,
  dates: Pick<MilestoneDates, "assetsReachedAt"> = NO_DATES,
): MilestoneFacts {
  const reachedAt = (of: UseThreshold["of"], feature: string | undefined, amount: number): number | null => {
    const crossing = facts.useCrossings.find(
      (row) => row.of === of && row.feature === feature && row.amount === amount,
    );
    return crossing === undefined ? null : slotStartMs(crossing.slot);
  };
  const used = new Map(facts.features.map((row) => [row.feature, row]));
  return {
    adoption: (feature) => {
      const row = used.get(feature);
      if (row?.crossedSlot !== null && row?.crossedSlot !== undefined) {
        return { progress: 1, met: true, metAt: slotStartMs(row.crossedSlot) };
      }
      return share(row?.progressMs ?? 0, thresholdMsOf(feature, definitions), () => null);
    },
    adoptedAt: (module) =>
      featuresOf(module, definitions).flatMap((feature) => {
        const slot = used.get(feature)?.crossedSlot ?? null;
        return slot === null ? [] : [slotStartMs(slot)];
      }),
    visits: (feature) => used.get(feature)?.visits ?? 0,
    visitsReachedAt: (feature, count) => reachedAt("visits", feature, count),
    timeReachedAt: (feature, activeMs) => reachedAt("activeMs", feature, activeMs),
    activeMs: (feature) =>
      facts.features
        .filter((row) => feature === undefined || row.feature === feature)
        .reduce((sum, row) => sum + (row.activeMs[definitions.idleLimitIndex] ?? 0), 0),
    actionCount: (action) => facts.features.reduce((sum, row) => sum + countOfAction(row.actions, action), 0),
    actionReachedAt: (action, count) => {
      const crossing = facts.actionCrossings.find((row) => row.action === action && row.count === count);
      return crossing === undefined ? null : slotStartMs(crossing.slot);
    },
    assetCount: assetCounter(assets),
    assetsReachedAt: dates.assetsReachedAt,
  };
}

/** When an account's sums reached what milestones ask for, Unix ms; null: unknown. */
export type MilestoneDates = Pick<
  MilestoneFacts,
  "visitsReachedAt" | "timeReachedAt" | "actionReachedAt" | "assetsReachedAt"
> & {
  /** When the first of its members adopted a feature. */
  readonly adoptedAt: (feature: string) => number | null;
};

/** For whoever asks how far somebody is, and not since when. */
const NO_DATES: MilestoneDates = {
  visitsReachedAt: () => null,
  timeReachedAt: () => null,
  actionReachedAt: () => null,
  assetsReachedAt: () => null,
  adoptedAt: () => null,
};

/** Sums over all members of the account. */
export interface AccountSums {
  /** By user and feature. */
  readonly totals: readonly TotalsRow[];
  readonly actions: readonly ActionTotalsRow[];
  /** Of the account, by type. */
  readonly assets: readonly AssetCountRow[];
  /** How far somebody who was once removed from a stage is in a feature since; null: never removed, so the sum tells. */
  readonly progressMs: (user: string, feature: string) => number | null;
}

/** What milestones of an account look at. An account has adopted a feature when one of its members has. */
export function accountMilestoneFacts(
  { totals, actions, assets, progressMs }: AccountSums,
  definitions: CompiledDefinitions,
  dates: MilestoneDates = NO_DATES,
): MilestoneFacts {
  const activeMsOf = (row: TotalsRow): number => row.activeMs[definitions.idleLimitIndex] ?? 0;
  const adoption: MilestoneFacts["adoption"] = (feature) => {
    const furthestMs = totals
      .filter((row) => row.feature === feature)
      .reduce((furthest, row) => Math.max(furthest, progressMs(row.user ?? "", feature) ?? activeMsOf(row)), 0);
    return share(furthestMs, thresholdMsOf(feature, definitions), () => dates.adoptedAt(feature));
  };
  return {
    adoption,
    adoptedAt: (module) =>
      featuresOf(module, definitions)
        .map((feature) => adoption(feature))
        .filter(({ met }) => met)
        .map(({ metAt }) => metAt),
    visitsReachedAt: dates.visitsReachedAt,
    timeReachedAt: dates.timeReachedAt,
    visits: (feature) => totals.filter((row) => row.feature === feature).reduce((sum, { visits }) => sum + visits, 0),
    activeMs: (feature) =>
      totals
        .filter((row) => feature === undefined || row.feature === feature)
        .reduce((sum, row) => sum + activeMsOf(row), 0),
    actionCount: (action) => actions.filter((row) => row.action === action).reduce((sum, { count }) => sum + count, 0),
    actionReachedAt: dates.actionReachedAt,
    assetCount: assetCounter(assets),
    assetsReachedAt: dates.assetsReachedAt,
  };
}

/** Of one module when it is named. */
function featuresOf(module: string | undefined, { features }: CompiledDefinitions): readonly string[] {
  return [...features.values()]
    .filter((feature) => module === undefined || feature.module === module)
    .map(({ feature }) => feature);
}

/** At least 1, so that no threshold, however low, is met by a feature that nobody used. */
function thresholdMsOf(feature: string, definitions: CompiledDefinitions): number {
  return Math.max(1, definitions.features.get(feature)?.thresholdMs ?? Number.POSITIVE_INFINITY);
}

/** The account's assets are facts for its members too. */
function assetCounter(counts: readonly AssetCountRow[]): MilestoneFacts["assetCount"] {
  return (type, configuredOnly) =>
    counts
      .filter((row) => row.type === type)
      .reduce((sum, { assets, activeAssets }) => sum + (configuredOnly ? activeAssets : assets), 0);
}
