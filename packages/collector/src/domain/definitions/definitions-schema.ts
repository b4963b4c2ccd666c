import { IDLE_LIMITS } from "@uptake/tracker/protocol";
import * as v from "valibot";
import { dayOfIsoDate } from "../period/calendar-date.ts";
import { PERIOD_PRESETS } from "../period/period.ts";
import { attentionQueue } from "./attention-schema.ts";
import { GOAL_METRICS, type Definitions } from "./definitions.ts";
import { health } from "./health-schema.ts";
import { milestone } from "./milestone-schema.ts";
import { DEFAULT_MODULE_STATUS } from "./module-definition.ts";
import { atLeast, between, distinctList, id, name, named, object, oneOf, percent, text } from "./schema-parts.ts";
import { wholeNumber, yesOrNo } from "./schema-parts.ts";
import { segment } from "./segment-schema.ts";
import { urlPatternProblem } from "./url-pattern.ts";

/** The shape of a definitions file. What refers to what is checked by `checkDefinitions`. */

const MAX_DESCRIPTION_LENGTH = 1_000;
/** Active time before this is in whole days by now, and a longer window would only blur what is in it. */
const MAX_WINDOW_DAYS = 400;
/** Once a week, as is assumed of everything, and once a year. */
const [MIN_RHYTHM_DAYS, MAX_RHYTHM_DAYS] = [7, 366];

const isoDate = v.pipe(
  v.string("must be a date in quotes"),
  v.check((date) => dayOfIsoDate(date) !== null, 'is no date: write one such as "2026-11-01"'),
);

const feature = object({
  name,
  kind: v.exactOptional(oneOf(["feature", "link"])),
  module: v.exactOptional(id),
  urls: v.exactOptional(
    v.array(
      v.pipe(
        v.string("must be a string"),
        v.check(
          (pattern) => urlPatternProblem(pattern) === null,
          ({ input }) => `is no URL pattern: ${urlPatternProblem(input)}`,
        ),
      ),
      "must be a list of URL patterns",
    ),
  ),
  attention: v.exactOptional(oneOf(["focus", "visible", "media"])),
  thresholdMs: v.exactOptional(wholeNumber(0)),
  core: v.exactOptional(yesOrNo),
  roles: v.exactOptional(distinctList(text, "roles")),
  plans: v.exactOptional(distinctList(text, "plans")),
  launchedAt: v.exactOptional(isoDate),
  rhythmDays: v.exactOptional(
    v.pipe(
      wholeNumber(1),
      v.minValue(MIN_RHYTHM_DAYS, `must be ${MIN_RHYTHM_DAYS} at least: a quicker rhythm changes nothing`),
      v.maxValue(MAX_RHYTHM_DAYS, `must be ${MAX_RHYTHM_DAYS} at most`),
    ),
  ),
});

const seatSource = v.variant("kind", [
  object({ kind: v.literal("told") }),
  object({ kind: v.literal("module"), module: id }),
  object({ kind: v.literal("attribute"), attribute: id }),
  object({ kind: v.literal("members") }),
]);

const module = object({
  name,
  description: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_DESCRIPTION_LENGTH))),
  targetPercent: v.exactOptional(percent),
  activeMs: v.exactOptional(wholeNumber(1)),
  windowDays: v.exactOptional(v.pipe(between(1, MAX_WINDOW_DAYS), v.safeInteger("must be a whole number"))),
  actions: v.exactOptional(distinctList(id, "actions")),
  actionCount: v.exactOptional(wholeNumber(1)),
  needs: v.exactOptional(oneOf(["any", "all"])),
  seats: v.exactOptional(seatSource),
  owner: v.exactOptional(text),
});

const moduleStatus = v.pipe(
  object({
    criticalBelowPercent: v.exactOptional(percent),
    onTrackAbovePercent: v.exactOptional(percent),
    nearPoints: v.exactOptional(percent),
  }),
  v.check((given) => {
    const { criticalBelowPercent, onTrackAbovePercent } = { ...DEFAULT_MODULE_STATUS, ...given };
    return criticalBelowPercent <= onTrackAbovePercent;
  }, "has criticalBelowPercent above onTrackAbovePercent, where what is left out is 10 and 50"),
);

const action = object({
  name,
  weight: v.exactOptional(atLeast(0)),
  source: v.exactOptional(oneOf(["browser", "server"])),
  feature: v.exactOptional(id),
});

const assetType = object({
  name,
  feature: v.exactOptional(id),
  activeWithinDays: v.exactOptional(v.pipe(wholeNumber(1), v.maxValue(365, "must be 365 at most"))),
});

const weekday = v.picklist([1, 2, 3, 4, 5, 6, 7], "must be 1 for Monday, up to 7 for Sunday");

const goal = v.pipe(
  object({
    name,
    metric: oneOf(GOAL_METRICS),
    target: v.pipe(atLeast(0), v.gtValue(0, "must be more than 0")),
  }),
  v.check(
    ({ metric, target }) => metric !== "featureUsagePercent" || target <= 100,
    "has a target above 100, which no percentage reaches",
  ),
);

/** Parses what a definitions file exports. Its issues' messages complete the sentence "<path> …". */
export const definitionsSchema: v.GenericSchema<unknown, Definitions> = object({
  idleLimit: v.exactOptional(oneOf(IDLE_LIMITS)),
  enabled: v.exactOptional(yesOrNo),
  vitals: v.exactOptional(yesOrNo),
  features: named(feature),
  modules: v.exactOptional(named(module)),
  actions: v.exactOptional(named(action)),
  assetTypes: v.exactOptional(named(assetType)),
  milestones: v.exactOptional(named(milestone)),
  segments: v.exactOptional(named(segment)),
  moduleStatus: v.exactOptional(moduleStatus),
  health: v.exactOptional(health),
  attention: v.exactOptional(attentionQueue),
  workingDays: v.exactOptional(distinctList(weekday, "weekdays")),
  defaultPeriod: v.exactOptional(oneOf(PERIOD_PRESETS)),
  goal: v.exactOptional(goal),
  snapshots: v.exactOptional(oneOf(["monthly", "quarterly", "none"])),
  successRoles: v.exactOptional(named(object({ name }))),
});
