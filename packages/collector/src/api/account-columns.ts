import type { Pillar, PillarHealth } from "../domain/health/pillars.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { PresenceClass } from "../domain/usage/login-class.ts";
import type { AccountsRow } from "./contract.ts";
import type { AccountFigures } from "./reading/account-figures.ts";

/** Columns that follow from what every single member did. */
export const FIGURE_COLUMNS = [
  "activeUsers",
  "knownUsers",
  "licensedUsers",
  "dailyUsers",
  "weeklyUsers",
  "monthlyUsers",
  "inactiveUsers",
  "neverSeenUsers",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "coreAdoptionPercent",
  "featuresUsed",
  "modulesUsed",
  "healthScore",
  "healthClass",
  "productEngagementScore",
  "productAdoptionHealth",
  "relationshipHealth",
  "serviceHealth",
  "financialHealth",
  "coveragePercent",
  "lastTouchpointAt",
  "segments",
] as const satisfies readonly (keyof AccountsRow)[];
type FigureColumn = (typeof FIGURE_COLUMNS)[number];

/** What is left to be worked out where the use of accounts is kept. */
export const COLUMNS_BESIDE_USE = [
  ...FIGURE_COLUMNS.filter((column) => column !== "activeUsers"),
  "assets",
  "activeAssets",
  "activeAssetPercent",
] as const satisfies readonly (keyof AccountsRow)[];

/** What follows from an account's figures, but for what isn't of these; undefined: nobody asked for them. */
export function figureColumns(
  figures: AccountFigures | undefined,
  activeUsers: number,
): Pick<AccountsRow, FigureColumn> {
  const members = figures?.members ?? [];
  const inClass = (wanted: PresenceClass): number => members.filter(({ loginClass }) => loginClass === wanted).length;
  const lastDays = members.flatMap(({ presence }) => presence?.lastSeenDay ?? []);
  const score = (pillar: Pillar): number | null => scoreOf(figures?.pillars.find((one) => one.pillar === pillar));
  return {
    activeUsers,
    knownUsers: members.length,
    licensedUsers: figures?.licensedUsers ?? null,
    dailyUsers: inClass("daily"),
    weeklyUsers: inClass("weekly"),
    monthlyUsers: inClass("monthly"),
    inactiveUsers: inClass("inactive"),
    neverSeenUsers: inClass("neverSeen"),
    lastActiveDay: lastDays.length === 0 ? null : isoDate(Math.max(...lastDays)),
    adoptedFeatures: figures?.breadth.adopted.length ?? 0,
    triedFeatures: figures?.tried.length ?? 0,
    relevantFeatures: (figures?.breadth.adopted.length ?? 0) + (figures?.breadth.gaps.length ?? 0),
    adoptionPercent: figures?.breadth.percent ?? null,
    coreAdoptionPercent: figures?.core.percent ?? null,
    featuresUsed: figures?.used.totalFeatures ?? null,
    modulesUsed: figures?.used.totalModules ?? null,
    healthScore: figures?.health.score ?? null,
    healthClass: figures?.health.class ?? null,
    productEngagementScore: null,
    productAdoptionHealth: score("productAdoption"),
    relationshipHealth: score("relationship"),
    serviceHealth: score("service"),
    financialHealth: score("financial"),
    coveragePercent: figures?.coverage?.percent ?? null,
    lastTouchpointAt: figures?.lastTouchpointAt ?? null,
    segments: [],
  };
}

function scoreOf(health: PillarHealth | undefined): number | null {
  return health !== undefined && (health.kind === "computed" || health.kind === "imported") ? health.score : null;
}
