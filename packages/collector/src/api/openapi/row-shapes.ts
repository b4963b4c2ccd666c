import * as v from "valibot";
import { HEALTH_CLASSES, USER_HEALTH_CLASSES } from "../../domain/health/health-class.ts";
import { count, flag, text } from "./shapes.ts";
import { amount } from "./tile-shape.ts";

/** What rows of several lists have. */

export const use = { engagement: count, activeMs: count, visits: count };
/** 0 only where it is known that there are none. */
const assetCount = v.pipe(
  v.nullable(count),
  v.description("null: the host has told of no asset of the workspace, or the feature has no type of assets."),
);
const four = { assets: assetCount, activeAssets: assetCount, ...use };
export const fourMetrics = v.object(four);
export const metrics = {
  ...four,
  activeAssetPercent: v.pipe(
    amount,
    v.description("activeAssets ÷ assets; null: there are none, or they aren't known."),
  ),
};

export const attributes = v.record(text, v.union([text, v.number(), flag]));

/** Of the features that there are on the account's plan, or that are relevant to the person. */
export const adoption = {
  /** ISO date of the last day with a visit, active time or a presence. */
  lastActiveDay: v.pipe(v.nullable(text), v.description("ISO date.")),
  /** Of an account: features that one of its people has adopted. */
  adoptedFeatures: count,
  /** Features that were only tried. */
  triedFeatures: count,
  relevantFeatures: count,
  adoptionPercent: v.pipe(amount, v.description("Adopted ÷ relevant features; null: nothing is relevant.")),
};

const healthScore = v.pipe(amount, v.description("0 to 100; null: no data."));

export const health = { healthScore, healthClass: v.nullable(v.picklist(HEALTH_CLASSES)) };

/** Of a person; who was never seen has no score, and a state of their own. */
export const userHealthClass = v.nullable(v.picklist(USER_HEALTH_CLASSES));
export const userHealth = { healthScore, healthClass: userHealthClass };
