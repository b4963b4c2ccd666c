import type { featuresReply } from "../openapi/feature-shape.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/features` (all accounts) and `GET /v1/accounts/:id/features` (one). */
export type FeaturesReply = Reply<typeof featuresReply>;
export type FeaturesRow = FeaturesReply["rows"][number];
export type FeatureVitals = NonNullable<FeaturesRow["vitals"]>;

export const FEATURE_SORTS = [
  "name",
  "module",
  "assets",
  "activeAssets",
  "activeAssetPercent",
  "engagement",
  "activeMs",
  "visits",
  "users",
  "medianActiveMs",
  "exposedUsers",
  "activatedUsers",
  "tried",
  "adopted",
  "lapsed",
  "adoptedUsers",
  "eligibleUsers",
  "adoptionPercent",
  "adoptedAccounts",
  "eligibleAccounts",
  "notAdoptedAccounts",
  "accountAdoptionPercent",
  "engagementBefore",
  "engagementChange",
  "activeMsBefore",
  "activeMsChange",
] as const;
export type FeatureSort = (typeof FEATURE_SORTS)[number];

export const FEATURE_COLUMNS = [
  "feature",
  "name",
  "kind",
  "module",
  "moduleName",
  "defined",
  "assets",
  "activeAssets",
  "activeAssetPercent",
  "engagement",
  "activeMs",
  "visits",
  "users",
  "medianActiveMs",
  "exposedUsers",
  "activatedUsers",
  "tried",
  "adopted",
  "lapsed",
  "adoptedUsers",
  "eligibleUsers",
  "adoptionPercent",
  "adoptedAccounts",
  "eligibleAccounts",
  "notAdoptedAccounts",
  "accountAdoptionPercent",
  "engagementBefore",
  "engagementChange",
  "activeMsBefore",
  "activeMsChange",
  "vitals",
] as const satisfies readonly (keyof FeaturesRow)[];
