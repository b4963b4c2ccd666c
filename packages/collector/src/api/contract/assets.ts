import type { assetsReply } from "../openapi/asset-shape.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/assets?account=&search=&sort=&limit=&offset=`: what exists at the end of the last day, and how often it ran in the period. */
export type AssetsReply = Reply<typeof assetsReply>;
export type AssetsRow = AssetsReply["rows"][number];

export const ASSET_SORTS = ["name", "account", "type", "runs", "periodRuns", "createdAt", "lastRunAt"] as const;
export type AssetSort = (typeof ASSET_SORTS)[number];

export const ASSET_COLUMNS = [
  "asset",
  "name",
  "account",
  "accountName",
  "type",
  "typeName",
  "feature",
  "configured",
  "active",
  "runs",
  "periodRuns",
  "createdAt",
  "lastRunAt",
] as const satisfies readonly (keyof AssetsRow)[];
