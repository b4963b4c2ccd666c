import type { accountReply } from "../openapi/detail-shapes.ts";
import type { accountsReply, premiumReply } from "../openapi/account-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/accounts?period=&search=&sort=&limit=&offset=` */
export type AccountsReply = Reply<typeof accountsReply>;
export type AccountsRow = AccountsReply["rows"][number];
export type LowestEngagementRow = AccountsReply["lowestEngagement"][number];

export const ACCOUNT_SORTS = [
  "name",
  "plan",
  "assets",
  "activeAssets",
  "activeAssetPercent",
  "engagement",
  "activeMs",
  "visits",
  "lastReceivedAt",
  "createdAt",
  "churnedAt",
  "subscription",
  "kind",
  "knownUsers",
  "activeUsers",
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
] as const;
export type AccountSort = (typeof ACCOUNT_SORTS)[number];

/** Every column, in the order of a file. */
export const ACCOUNT_COLUMNS = [
  "account",
  "name",
  "plan",
  "inRoster",
  "lastReceivedAt",
  "hasData",
  "assets",
  "activeAssets",
  "activeAssetPercent",
  "engagement",
  "activeMs",
  "visits",
  "createdAt",
  "churnedAt",
  "parent",
  "premium",
  "subscription",
  "subscriptionStartedAt",
  "subscriptionEndedAt",
  "assignments",
  "attributes",
  "kind",
  "knownUsers",
  "activeUsers",
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

/** `PUT /v1/premium` */
export type PremiumReply = Reply<typeof premiumReply>;

/** `GET /v1/accounts/:id` */
export type AccountReply = Reply<typeof accountReply>;

/** How many features and modules were used, day by day. */
export type StripReply = AccountReply["strip"];
