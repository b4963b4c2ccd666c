import type { WorkspaceDay } from "../day.ts";
import { daysIn, isWithin, lastDays } from "../period/day-range.ts";

/** How many closed days the strip has. */
export const STRIP_DAYS = 14;
const USED_MS = 60_000;

/** Active time on a feature on a day, of one user or of a whole account. Several of one feature and day are summed. */
export interface FeatureDay {
  readonly feature: string;
  readonly day: WorkspaceDay;
  readonly activeMs: number;
}

/** What {@link featuresUsed} looks at. */
export interface FeaturesUsedInputs {
  readonly featureDays: Iterable<FeatureDay>;
  /** The module of each defined feature, null for none. What isn't among them, such as `_other`, is not counted. */
  readonly modules: ReadonlyMap<string, string | null>;
  /** The strip ends here: the running day would look like a drop. */
  readonly lastClosedDay: WorkspaceDay;
  /** First day from which anything is known of the user or account; null: nothing is. */
  readonly since: WorkspaceDay | null;
}

/** How many features and modules were used over the whole strip; less than the sum of its days. Null: no data at all. */
export interface UsedInAll {
  readonly totalFeatures: number | null;
  readonly totalModules: number | null;
}

/** How many features and modules were used, day by day. */
export interface FeaturesUsed extends UsedInAll {
  /** Per day, oldest first: distinct features. Null: no data yet on that day. */
  readonly features: readonly (number | null)[];
  readonly modules: readonly (number | null)[];
}

/**
 * The graph of features and modules used over the last 14 closed days, after CustomerSuccessBox' "Total Features/Modules
 * used by your account for the past 14 days". A feature is used on a day with at least one active minute, exactly one
 * included; a module when any of its features is, so minutes of two features don't add up to a used module.
 */
export function featuresUsed({ featureDays, modules, lastClosedDay, since }: FeaturesUsedInputs): FeaturesUsed {
  const strip = lastDays(STRIP_DAYS, lastClosedDay);
  const usedOn = usedFeatures(featureDays, modules);
  const usedOnDay = (day: WorkspaceDay): readonly string[] => usedOn.get(day) ?? [];
  const isKnown = (day: WorkspaceDay): boolean => since !== null && day >= since;
  const perDay = (count: (features: readonly string[]) => number): readonly (number | null)[] =>
    daysIn(strip).map((day) => (isKnown(day) ? count(usedOnDay(day)) : null));
  return {
    features: perDay((features) => features.length),
    modules: perDay((features) => countModules(features, modules)),
    ...totalsOf(usedOn, { modules, lastClosedDay, since }),
  };
}

/** The same over the whole strip alone. */
export function totalUsed({ featureDays, ...inputs }: FeaturesUsedInputs): UsedInAll {
  const { modules, lastClosedDay, since } = inputs;
  // Before anything is known nothing was done, either.
  if (since === null || since > lastClosedDay) return NOTHING_KNOWN;
  return totalsOf(usedFeatures(featureDays, modules), inputs);
}

const NOTHING_KNOWN: UsedInAll = { totalFeatures: null, totalModules: null };

function totalsOf(
  usedOn: ReadonlyMap<WorkspaceDay, readonly string[]>,
  { modules, lastClosedDay, since }: Omit<FeaturesUsedInputs, "featureDays">,
): UsedInAll {
  if (since === null || since > lastClosedDay) return NOTHING_KNOWN;
  const strip = lastDays(STRIP_DAYS, lastClosedDay);
  const all = new Set<string>();
  for (const [day, features] of usedOn) {
    if (isWithin(day, strip)) for (const feature of features) all.add(feature);
  }
  return { totalFeatures: all.size, totalModules: countModules(all, modules) };
}

function countModules(features: Iterable<string>, modules: FeaturesUsedInputs["modules"]): number {
  const found = new Set<string>();
  for (const feature of features) {
    const module = modules.get(feature);
    if (typeof module === "string") found.add(module);
  }
  return found.size;
}

/** The features used on each day. @param counted those that are looked at. */
export function usedFeatures(
  featureDays: Iterable<FeatureDay>,
  counted: Pick<ReadonlySet<string>, "has">,
): ReadonlyMap<WorkspaceDay, readonly string[]> {
  const activeMs = new Map<WorkspaceDay, Map<string, number>>();
  for (const { feature, day, activeMs: more } of featureDays) {
    if (!counted.has(feature)) continue;
    const ofDay = activeMs.get(day) ?? new Map<string, number>();
    ofDay.set(feature, (ofDay.get(feature) ?? 0) + more);
    activeMs.set(day, ofDay);
  }
  return new Map(
    [...activeMs].map(([day, sums]) => [
      day,
      [...sums].filter(([, sum]) => sum >= USED_MS).map(([feature]) => feature),
    ]),
  );
}

/** Active time over all days, of the features that have any. */
export function featureSums(featureDays: Iterable<FeatureDay>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { feature, activeMs } of featureDays) {
    if (activeMs > 0) sums.set(feature, (sums.get(feature) ?? 0) + activeMs);
  }
  return sums;
}
