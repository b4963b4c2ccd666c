import type { userReply } from "../openapi/detail-shapes.ts";
import type { usersReply } from "../openapi/user-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/users?account=&period=&search=&sort=&limit=&offset=` */
export type UsersReply = Reply<typeof usersReply>;
/** One person, over all accounts they belong to, or within the one asked for. Assets belong to accounts, not to people. */
export type UsersRow = UsersReply["rows"][number];

export const USER_SORTS = [
  "name",
  "role",
  "engagement",
  "activeMs",
  "visits",
  "createdAt",
  "leftAt",
  "loginClass",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "featuresUsed",
  "modulesUsed",
  "depthMs",
  "frequencyPercent",
  "happiness",
  "healthScore",
  "healthClass",
  "lastTouchpointAt",
] as const;
export type UserSort = (typeof USER_SORTS)[number];

export const USER_COLUMNS = [
  "user",
  "name",
  "role",
  "accounts",
  "inRoster",
  "createdAt",
  "leftAt",
  "attributes",
  "engagement",
  "activeMs",
  "visits",
  "loginClass",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "featuresUsed",
  "modulesUsed",
  "depthMs",
  "frequencyPercent",
  "happiness",
  "healthScore",
  "healthClass",
  "lastTouchpointAt",
  "segments",
] as const satisfies readonly (keyof UsersRow)[];

/** `GET /v1/users/:id` */
export type UserReply = Reply<typeof userReply>;
