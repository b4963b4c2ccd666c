/** What a number of use is made of, hence from when on it can be told at all. */
export type UseSource =
  /** What trackers have measured. */
  | "measured"
  /** Actions, which the host's server may have told of earlier days. */
  | "acted"
  /** Who was there, likewise. */
  | "seen";

/** From when on a number is known, and by which of its days that is judged. */
export interface NumberOfUse {
  readonly source: UseSource;
  /** Over a period it ends with that; else it is as of the last day that counts. */
  readonly isOverPeriod: boolean;
}

const of = (
  source: UseSource,
  isOverPeriod: boolean,
  ids: readonly string[],
): readonly (readonly [string, NumberOfUse])[] => ids.map((id) => [id, { source, isOverPeriod }]);

/**
 * The numbers that use makes, by their ids. Before anything was heard they are not 0, but unknown: that nobody had adopted a
 * feature before there was a tracker is a thing that nobody can say. All others come from what the host tells with its own
 * dates, or say by themselves where they have no data, as snapshots, assets and what is worked out day by day do.
 */
export const NUMBERS_OF_USE: ReadonlyMap<string, NumberOfUse> = new Map([
  ...of("measured", true, ["activeMs", "medianActiveMs", "visits", "activeUsers"]),
  ...of("acted", true, ["engagement", "actionCount"]),
  ...of("seen", false, [
    "seenUsers",
    "dailyUsers",
    "weeklyUsers",
    "monthlyUsers",
    "inactiveUsers",
    "neverSeenUsers",
    "dau",
    "wau",
    "mau",
    "stickiness",
    "meanDailyUsers",
    "presentUsers",
    "thrivingUsers",
    "healthyUsers",
    "steadyUsers",
    "strugglingUsers",
    "unknownHealthUsers",
    "thrivingAccounts",
    "healthyAccounts",
    "steadyAccounts",
    "strugglingAccounts",
  ]),
  ...of("measured", false, [
    "goodAdoptionAccounts",
    "averageAdoptionAccounts",
    "poorAdoptionAccounts",
    "featureUsagePercent",
    "adoptedPairs",
    "touchedMembers",
    "adoptedMembers",
    "triedMembers",
    "untouchedMembers",
    "adoptionPercent",
    "activeAdopters",
    "recoveredAdopters",
    "coolingAdopters",
    "lapsedMembers",
    "quietLapses",
    "adoptedFeatures",
    "triedFeatures",
    "adoptedCoreFeatures",
    "coreAdoptionPercent",
    "adoptedUsers",
    "adoptedAccounts",
    "accountAdoptionPercent",
    "notAdoptedAccounts",
    "adoptedUsersBeforeAnswers",
    "adoptionPercentBeforeAnswers",
    "nearlyAdoptedMembers",
    "funnelExposed",
    "funnelActivated",
    "funnelAdopted",
    "funnelUsedAgain",
  ]),
]);
