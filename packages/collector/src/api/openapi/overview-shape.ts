import * as v from "valibot";
import { head } from "./head-shape.ts";
import { address } from "./number-shapes.ts";
import { count, flag, text } from "./shapes.ts";
import { amount, date, period, tile } from "./tile-shape.ts";

/** What `GET /v1/overview` answers. */

/** By what features can be ranked. */
export const FEATURE_RANKS = ["adopted", "activeMs", "engagement", "users"] as const;

/** In the order of the screen. */
export const TILE_GROUPS = [
  "metrics",
  "summary",
  "logins",
  "happiness",
  "userHealth",
  "accountHealth",
  "productAdoption",
  "modules",
  "topFeatures",
  "leastUsedFeatures",
  "featureTime",
  "links",
  "lowestEngagement",
  "keptOut",
] as const;

export const overviewReply = v.object({
  ...head,
  rank: v.picklist(FEATURE_RANKS),
  previousPeriod: period,
  tiles: v.array(v.object({ ...tile.entries, group: v.picklist(TILE_GROUPS) })),
  goal: v.pipe(
    v.nullable(
      v.object({
        name: text,
        number: text,
        value: amount,
        target: v.number(),
        percent: amount,
        remaining: amount,
        reached: flag,
        address,
      }),
    ),
    v.description("null: the definitions name none."),
  ),
  newSubscribers: v.array(
    v.object({
      month: v.pipe(text, v.description("Such as 2026-11.")),
      from: date,
      to: date,
      value: v.pipe(
        count,
        v.description("The number newSubscribers from the first to the last day, as of the last day of this reply."),
      ),
      address,
    }),
  ),
});
