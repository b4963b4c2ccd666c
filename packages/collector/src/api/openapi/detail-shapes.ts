import * as v from "valibot";
import { accountRow } from "./account-shapes.ts";
import { userRow } from "./user-shapes.ts";
import { HEALTH_CLASSES } from "../../domain/health/health-class.ts";
import { PILLARS } from "../../domain/health/pillars.ts";
import { response, touchpoint } from "./contact-shapes.ts";
import { head } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { count, flag, text, time } from "./shapes.ts";
import { userHealthClass } from "./row-shapes.ts";
import { lapsesOn, living } from "./stage-shapes.ts";
import { amount, date, tile } from "./tile-shape.ts";
import { annotation } from "./trend-shape.ts";

/** What `GET /v1/accounts/:id` and `GET /v1/users/:id` answer. */

const named = { name: text };
const healthClass = v.nullable(v.picklist(HEALTH_CLASSES));
const healthSegment = v.pipe(
  v.nullable(text),
  v.description("The segment whose weights made it; null: the general ones did."),
);
const perDay = v.pipe(v.array(v.nullable(count)), v.description("One for each day; null: no data yet."));

/** How many features and modules were used on each of 14 closed days. */
const strip = v.object({
  from: date,
  to: date,
  features: perDay,
  modules: perDay,
  totalFeatures: v.pipe(v.nullable(count), v.description("Distinct over all of the days; null: no data.")),
  totalModules: v.nullable(count),
});

/** By time spent in the period. The least used are shown with what nobody used, the most used without. */
const use = { ...named, activeMs: count, before: v.pipe(amount, v.description("Over the period before.")) };
const featureUse = v.array(v.object({ feature: text, ...use }));
const moduleUse = v.array(v.object({ module: text, ...use }));

/** What hasn't been adopted and is relevant, what most peers have adopted first. */
const nextFeatures = v.pipe(
  v.array(
    v.object({
      feature: text,
      ...named,
      adoptedByPeers: count,
      peers: count,
      percentOfPeers: amount,
      reason: v.pipe(text, v.description("A sentence that says why.")),
    }),
  ),
  v.description(
    "Up to three to turn to next: relevant and not adopted, those first that most peers have. Peers are other accounts, or of a person the others in the same role in their accounts.",
  ),
);

export const accountReply = v.object({
  ...head,
  account: accountRow,
  addresses,
  metrics: v.array(tile),
  health: v.object({
    score: amount,
    class: healthClass,
    parts: v.array(
      v.object({
        part: v.picklist(["login", "adoption", "feedback"]),
        meanPoints: amount,
        users: v.pipe(count, v.description("Of how many people it is known.")),
        contribution: v.number(),
      }),
    ),
    users: v.pipe(count, v.description("People in the mean.")),
    unseen: v.pipe(count, v.description("Not seen within the days of the definitions, or not by the tracker.")),
    unseenByTracker: v.pipe(
      count,
      v.description("Of these those whom the host's server has seen: what they use isn't known."),
    ),
    unscored: count,
    segment: healthSegment,
  }),
  productEngagement: v.pipe(
    v.nullable(
      v.object({
        score: amount,
        parts: v.array(
          v.object({
            part: v.picklist(["adoption", "stickiness", "growth"]),
            input: v.pipe(
              amount,
              v.description(
                "In percent; of growth, how many came for each who stayed away. null: missing, or nobody did.",
              ),
            ),
            points: amount,
            weight: v.number(),
            effectiveWeight: v.number(),
            contribution: v.number(),
            missing: v.nullable(v.picklist(["neverSeen", "nothingEligible", "nobodyActive", "nothingMoved"])),
          }),
        ),
      }),
    ),
    v.description("null: the definitions don't choose it."),
  ),
  pillars: v.pipe(
    v.array(
      v.object({
        pillar: v.picklist(PILLARS),
        kind: v.picklist(["computed", "imported", "noData", "notProvided"]),
        score: amount,
        class: healthClass,
        source: v.nullable(text),
        ageDays: v.nullable(count),
      }),
    ),
    v.description("All four. What nobody provides has neither score nor class."),
  ),
  core: v.object({
    adopted: v.array(v.object({ feature: text, ...named })),
    gaps: v.array(v.object({ feature: text, ...named })),
    percent: amount,
  }),
  nextFeatures,
  timeline: v.object({
    from: date,
    to: date,
    modules: v.array(
      v.object({
        module: text,
        ...named,
        activeMs: count,
        users: count,
        days: v.array(v.nullable(v.object({ activeMs: count, users: count }))),
      }),
    ),
    gauges: v.array(v.object({ gauge: text, unit: text, days: v.array(amount) })),
  }),
  strip,
  features: v.object({ most: featureUse, least: featureUse }),
  modules: v.object({ most: moduleUse, least: moduleUse }),
  activeUsers: v.pipe(
    v.array(v.object({ day: date, daily: count, weekly: count, monthly: count })),
    v.description(
      "On each day, and in the 7 and 30 that end with it: these contain each other. From the first known day.",
    ),
  ),
  users: v.object({ total: count, rows: v.pipe(v.array(userRow), v.description("The ten with the most time spent.")) }),
  touchpoints: v.pipe(v.array(touchpoint), v.description("The last ten, the newest first.")),
  responses: v.pipe(v.array(response), v.description("The last ten, the newest first.")),
  annotations: v.array(annotation),
  assets: v.array(
    v.object({
      type: text,
      typeName: text,
      assets: count,
      activeAssets: count,
      activeWithinDays: v.pipe(
        v.nullable(count),
        v.description("An active one also ran within so many days; null: being set up is enough."),
      ),
    }),
  ),
  coverage: v.pipe(
    v.nullable(v.object({ seenByServer: count, seenByBoth: count, onlySeenByTracker: count, percent: v.number() })),
    v.description("Over 14 days; null: the host's server tells nothing."),
  ),
  isTrusted: v.pipe(flag, v.description("False: the tracker sees too few of the people, mark the numbers.")),
});

export const userReply = v.object({
  ...head,
  user: userRow,
  addresses,
  metrics: v.array(tile),
  health: v.object({
    score: amount,
    class: userHealthClass,
    segment: healthSegment,
    parts: v.array(
      v.object({
        part: v.picklist(["login", "adoption", "feedback"]),
        input: v.nullable(v.union([text, v.number()])),
        points: amount,
        weight: v.number(),
        effectiveWeight: v.number(),
        contribution: v.number(),
        missing: v.nullable(v.picklist(["neverSeen", "unseenByTracker", "nothingRelevant", "noRecentAnswer"])),
      }),
    ),
  }),
  accounts: v.array(
    v.object({
      account: text,
      ...named,
      features: v.array(
        v.object({
          feature: text,
          ...named,
          stage: v.picklist(["untouched", "tried", "adopted"]),
          living,
          progressMs: count,
          thresholdMs: count,
          adoptedAt: v.nullable(time),
          visits: count,
          activeDays: count,
          lastActiveDay: v.nullable(text),
          lapsesOn,
        }),
      ),
    }),
  ),
  nextFeatures,
  strip,
  touchpoints: v.pipe(v.array(touchpoint), v.description("The last ten, the newest first.")),
  responses: v.pipe(v.array(response), v.description("The last ten, the newest first.")),
});
