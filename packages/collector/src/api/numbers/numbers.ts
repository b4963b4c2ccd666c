import { ADOPTION } from "./adoption.ts";
import { FEATURE_USAGE_NUMBERS } from "./feature-usage.ts";
import { ASSETS } from "./assets.ts";
import { ATTENTION } from "./attention.ts";
import { BREADTH } from "./breadth.ts";
import { CHANGES } from "./changes.ts";
import { COMPANIES } from "./companies.ts";
import { COVERAGE } from "./coverage.ts";
import { DEPTH_AND_FREQUENCY } from "./depth-frequency.ts";
import { GAUGE } from "./gauges.ts";
import { HEALTH_PARTS } from "./health-parts.ts";
import { OVERALL_ADOPTION } from "./overall-adoption.ts";
import { PEERS } from "./peers.ts";
import { RESTATEMENTS } from "./restatements.ts";
import { DAILY_PRESENCE, STICKINESS } from "./stickiness.ts";
import { DAYS } from "./days.ts";
import { DAYS_OF_USE } from "./days-of-use.ts";
import { ACTION_COUNTS } from "./action-ratio.ts";
import { AMONG_PEERS } from "./among-peers.ts";
import { BEFORE_ANSWERS } from "./before-answers.ts";
import { ELIGIBLE } from "./eligible.ts";
import { USED } from "./features-used.ts";
import { FUNNEL } from "./funnel.ts";
import { HEALTH_SCORE } from "./health.ts";
import { LICENSED_USERS } from "./licensed-users.ts";
import { LIVE_MODULES } from "./live-modules.ts";
import { LIVING_NUMBERS } from "./living.ts";
import { MATRIX_CELLS } from "./matrix-cells.ts";
import { MEDIAN_TIME } from "./median-time.ts";
import { MILESTONES } from "./milestones.ts";
import { MILESTONE_PROGRESS } from "./milestone-progress.ts";
import { MILESTONE_TIMES } from "./milestone-times.ts";
import { MODULE_GAPS } from "./module-gaps.ts";
import { MODULE_ACTIVITY } from "./module-activity.ts";
import { MODULES } from "./modules.ts";
import { NEARLY_ACTIVE, NEARLY_ADOPTED } from "./nearly-there.ts";
import { NOT_ADOPTED_ACCOUNTS } from "./not-adopted.ts";
import { keptUnderId, type NumberDefinition } from "./number.ts";
import { PEOPLE, PEOPLE_LISTS } from "./people.ts";
import { PILLAR_HEALTH } from "./pillars.ts";
import { PRODUCT_ENGAGEMENT } from "./product-engagement.ts";
import { PROGRESS } from "./progress.ts";
import { RETENTION } from "./retention.ts";
import { RUNS } from "./runs.ts";
import { SEGMENT_MEMBERS } from "./segment-members.ts";
import { SNAPSHOTS } from "./snapshots.ts";
import { STAGE_COUNTS } from "./stage-counts.ts";
import { ACTIVE_TIME, ENGAGEMENT, VISITS } from "./use.ts";
import { USE_RHYTHM } from "./use-rhythm.ts";
import { VITALS } from "./vitals.ts";

/** Every number that can be opened, by its id. */
export const NUMBERS: ReadonlyMap<string, NumberDefinition> = new Map(
  [
    keptUnderId(ACTIVE_TIME),
    MEDIAN_TIME,
    keptUnderId(VISITS),
    keptUnderId(ENGAGEMENT),
    ...CHANGES,
    ...DAYS,
    ...RESTATEMENTS,
    GAUGE,
    ...ASSETS,
    RUNS,
    ...COMPANIES,
    ...PEOPLE,
    keptUnderId(STICKINESS),
    ...DAILY_PRESENCE,
    ...PEOPLE_LISTS,
    ...ADOPTION,
    ...LIVING_NUMBERS,
    USE_RHYTHM,
    ...FEATURE_USAGE_NUMBERS,
    PROGRESS,
    DAYS_OF_USE,
    ...BREADTH,
    ...USED,
    ...DEPTH_AND_FREQUENCY,
    ...COVERAGE,
    LICENSED_USERS,
    ...ELIGIBLE,
    ...BEFORE_ANSWERS,
    NOT_ADOPTED_ACCOUNTS,
    HEALTH_SCORE,
    ...HEALTH_PARTS,
    ...PILLAR_HEALTH,
    ...ATTENTION,
    ...PRODUCT_ENGAGEMENT,
    ...MODULES,
    ...OVERALL_ADOPTION,
    ...MODULE_ACTIVITY,
    ...LIVE_MODULES,
    ...MODULE_GAPS,
    ...NEARLY_ACTIVE,
    ...NEARLY_ADOPTED,
    ...SNAPSHOTS,
    ...STAGE_COUNTS,
    ...MATRIX_CELLS,
    SEGMENT_MEMBERS,
    ...VITALS,
    ...FUNNEL,
    ...MILESTONES,
    MILESTONE_PROGRESS,
    ...MILESTONE_TIMES,
    ...RETENTION,
    ...PEERS,
    ...AMONG_PEERS,
    ...ACTION_COUNTS,
  ].map((definition) => [definition.id, definition]),
);
